import { isJsonObject } from "../shared/is-json-object.ts";
import { durationMs } from "./cron-store.ts";
import type { Profile } from "./profiles.ts";
import type { ConfigIssue, Shape } from "./shape.ts";

const text: Shape = { type: "string" };
const flag: Shape = { type: "boolean" };

/** An agent's heartbeat settings, with further checks for when every value has the right type. */
export function heartbeatShape(profile: Profile, more: Record<string, Shape> = {}): Shape {
  return {
    type: "object",
    keys: { ...heartbeatKeys(profile), ...more },
    check: (value, path) => [...durationIssues(value, path, profile), ...hourIssues(value, path, profile)],
  };
}

function heartbeatKeys(profile: Profile): Record<string, Shape> {
  const texts = "model session target to accountId prompt".split(" ");
  const isCurrent = profile.rosterKey === "entries";
  return {
    every: text,
    activeHours: { type: "object", keys: { start: text, end: text, timezone: text } },
    ...Object.fromEntries(texts.map((key) => [key, text])),
    ...(isCurrent ? { timeoutSeconds: { type: "integer", above: 0 } } : {}),
    ...(isCurrent || profile.hasSchemaLookup
      ? { directPolicy: { type: "literal", of: ["allow", "block"] }, lightContext: flag, isolatedSession: flag }
      : {}),
    ...(profile.acceptsHeartbeatReasoning ? { includeReasoning: flag, ackMaxChars: { type: "integer", from: 0 } } : {}),
    ...(profile.acceptsHeartbeatReasoning && profile.hasSchemaLookup ? { suppressToolErrorWarnings: flag } : {}),
  };
}

function durationIssues({ every }: Record<string, unknown>, path: string, profile: Profile): ConfigIssue[] {
  if (typeof every !== "string" || every === "") return [];
  const ms = durationMs(every);
  const isCompound = /[a-z]\d/i.test(every);
  const isTooLong = profile.rosterKey === "entries" && ms !== undefined && ms > Number.MAX_SAFE_INTEGER;
  if (ms !== undefined && !isTooLong && (!isCompound || profile.hasSchemaLookup)) return [];
  return [{ path: `${path}.every`, message: "invalid duration (use ms, s, m, h)" }];
}

/** Classic gateways check active hours only when `every` is set. */
function hourIssues({ every, activeHours }: Record<string, unknown>, path: string, profile: Profile): ConfigIssue[] {
  if (!isJsonObject(activeHours) || (profile.rosterKey === "list" && !every)) return [];
  return ["start", "end"].flatMap((key) => {
    const message = hourIssue(key, activeHours[key]);
    return message === null ? [] : [{ path: `${path}.activeHours.${key}`, message }];
  });
}

function hourIssue(key: string, value: unknown): string | null {
  if (typeof value !== "string" || value === "") return null;
  const [, hour, minute] = /^([01]\d|2[0-3]|24):([0-5]\d)$/.exec(value) ?? [];
  if (hour === undefined) return 'invalid time (use "HH:MM" 24h format)';
  if (hour !== "24") return null;
  if (minute !== "00") return "invalid time (24:00 is the only allowed 24:xx value)";
  return key === "start" ? "invalid time (start cannot be 24:00)" : null;
}

const channels =
  "telegram whatsapp discord irc googlechat slack signal imessage line feishu matrix mattermost msteams nextcloud-talk nostr synology-chat tlon twitch zalo zalouser";

/** The check that real gateways make of a target when the whole configuration has the right shape. */
export function targetIssues(heartbeat: unknown, path: string, profile: Profile): ConfigIssue[] {
  const target = isJsonObject(heartbeat) ? heartbeat.target : undefined;
  if (typeof target !== "string") return [];
  const known = ["last", "none", ...(profile.rosterKey === "entries" ? ["owner"] : []), ...channels.split(" ")];
  const value = target.trim().toLowerCase();
  if (value === "") return [{ path: `${path}.target`, message: "heartbeat target must not be empty" }];
  if (known.includes(value)) return [];
  return [{ path: `${path}.target`, message: `unknown heartbeat target: ${target}` }];
}
