import { durationMs } from "../../../../shared/heartbeat-values.ts";
import { isJsonObject } from "../../../../shared/is-json-object.ts";
import type { JsonObject, JsonValue } from "../../../../shared/records.ts";

/** The heartbeat as the form shows it; texts as typed, empty where the default applies. */
export type HeartbeatDraft = {
  every: string;
  /** `channel`: the one in `channel`. */
  target: "" | "last" | "none" | "channel";
  channel: string;
  start: string;
  end: string;
  timezone: string;
};

export type HeartbeatErrors = Partial<Record<"every" | "channel" | "start" | "end" | "timezone", string>>;

export function heartbeatDraftOf(config: JsonObject | null | undefined): HeartbeatDraft {
  const target = textOf(config?.target);
  const isNamed = target === "" || target === "last" || target === "none";
  const hours = hoursOf(config);
  return {
    every: textOf(config?.every),
    target: isNamed ? target : "channel",
    channel: isNamed ? "" : target,
    start: textOf(hours.start),
    end: textOf(hours.end),
    timezone: textOf(hours.timezone),
  };
}

/** What is wrong with it, by field. Values that were there before stay as they are, right or wrong. */
export function heartbeatErrors(draft: HeartbeatDraft, before: JsonObject | null | undefined): HeartbeatErrors {
  const was = heartbeatDraftOf(before);
  const isNew = (field: "every" | "start" | "end") => draft[field].trim() !== "" && draft[field] !== was[field];
  const hasStart = draft.start.trim() !== "";
  const hasEnd = draft.end.trim() !== "";
  return {
    ...(isNew("every") && durationMs(draft.every) === null ? { every: "Enter a time such as 30s, 10m or 1h30m." } : {}),
    ...(draft.target === "channel" && draft.channel.trim() === "" ? { channel: "Enter the id of the channel." } : {}),
    ...(isNew("start") && !isHour(draft.start) ? { start: hourHelp } : {}),
    ...(isNew("end") && !isHour(draft.end) && draft.end.trim() !== "24:00" ? { end: hourHelp } : {}),
    ...(hasEnd && !hasStart ? { start: "Enter from when as well." } : {}),
    ...(hasStart && !hasEnd ? { end: "Enter until when as well." } : {}),
    ...(draft.timezone.trim() !== "" && !hasStart && !hasEnd ? { timezone: "Enter the hours as well." } : {}),
  };
}

const hourHelp = "Enter a time such as 08:30.";

function isHour(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text.trim());
}

/** The heartbeat with what was typed. What is untouched stays as it was, and so do the settings that the form does not know. */
export function heartbeatInput(draft: HeartbeatDraft, before: JsonObject | null | undefined): JsonObject | null {
  const was = heartbeatDraftOf(before);
  const config: JsonObject = { ...before };
  put(config, "every", draft.every, was.every);
  put(config, "target", targetOf(draft), targetOf(was));
  const hours: JsonObject = { ...hoursOf(before) };
  for (const key of ["start", "end", "timezone"] as const) put(hours, key, draft[key], was[key]);
  if (Object.keys(hours).length > 0) config.activeHours = hours;
  else if (isJsonObject(config.activeHours)) delete config.activeHours;
  return Object.keys(config).length > 0 ? config : (before ?? null);
}

function put(into: JsonObject, key: string, text: string, before: string): void {
  if (text === before) return;
  if (text.trim() === "") delete into[key];
  else into[key] = text.trim();
}

function targetOf({ target, channel }: HeartbeatDraft): string {
  return target === "channel" ? channel : target;
}

function hoursOf(config: JsonObject | null | undefined): JsonObject {
  return isJsonObject(config?.activeHours) ? config.activeHours : {};
}

function textOf(value: JsonValue | undefined): string {
  return value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
