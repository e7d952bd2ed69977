import { isJsonObject } from "./is-json-object.ts";
import type { JsonObject, JsonValue } from "./records.ts";
import { isKeyOf } from "./typed-keys.ts";

/** What kind of value a heartbeat key takes. */
export type ValueKind =
  | "text"
  | "flag"
  | "number"
  | "count"
  | "positive-count"
  | "duration"
  | "active-hours"
  | "direct-policy"
  | "target"
  | "any";

/** The heartbeat keys that a gateway accepts. */
export type HeartbeatKeys = ReadonlyMap<string, ValueKind>;

const kinds = {
  every: "duration",
  activeHours: "active-hours",
  model: "text",
  session: "text",
  target: "target",
  directPolicy: "direct-policy",
  to: "text",
  accountId: "text",
  prompt: "text",
  timeoutSeconds: "positive-count",
  lightContext: "flag",
  isolatedSession: "flag",
  includeReasoning: "flag",
  ackMaxChars: "count",
  suppressToolErrorWarnings: "flag",
} as const satisfies Record<string, ValueKind>;

/** The keys of these names, with the kinds that every version agrees on. */
export function heartbeatKeys(...names: (keyof typeof kinds)[]): HeartbeatKeys {
  return new Map(names.map((name) => [name, kinds[name]]));
}

/** Every heartbeat key that some version of OpenClaw accepts. */
export const anyHeartbeatKeys: HeartbeatKeys = new Map(Object.entries(kinds));

/** The kind of a key by its name, or by the type that a gateway's schema gives for one that is not known here. */
export function kindOf(name: string, schemaType: unknown): ValueKind {
  if (isKeyOf(kinds, name)) return kinds[name];
  if (schemaType === "string") return "text";
  if (schemaType === "boolean") return "flag";
  return schemaType === "integer" || schemaType === "number" ? "number" : "any";
}

/** A value that a gateway does not accept: where it is, such as `heartbeat.every`, and why. */
export type ValueProblem = { field: string; why: string };

export type CheckedHeartbeat = {
  /** What can be written: the keys that the gateway knows and that are set. */
  accepted: JsonObject;
  /** The keys that the gateway does not know, such as `activeHours.days`. */
  unknown: string[];
  problem: ValueProblem | null;
};

/**
 * Checks an agent's heartbeat settings against what a gateway accepts. A key whose value is null counts as not set. Pure.
 */
export function checkHeartbeat(heartbeat: JsonObject, keys: HeartbeatKeys): CheckedHeartbeat {
  const checked: CheckedHeartbeat = { accepted: {}, unknown: [], problem: null };
  for (const [key, value] of Object.entries(heartbeat)) {
    const kind = keys.get(key);
    if (value === null || value === undefined) continue;
    if (kind === undefined) {
      if (!isLostWithoutLoss(key, value)) checked.unknown.push(key);
      continue;
    }
    const field = `heartbeat.${key}`;
    if (kind === "active-hours" && isJsonObject(value)) {
      const hours = checkActiveHours(value, field);
      checked.accepted[key] = hours.accepted;
      checked.unknown.push(...hours.unknown.map((inner) => `${key}.${inner}`));
      checked.problem ??= hours.problem;
      continue;
    }
    checked.accepted[key] = value;
    const why = whyNot(kind, value);
    if (why) checked.problem ??= { field, why };
  }
  return checked;
}

/** Mission Control writes `includeReasoning: false` for every agent; leaving the key out has the same effect. */
export function isLostWithoutLoss(key: string, value: JsonValue): boolean {
  return key === "includeReasoning" && value === false;
}

const hourKeys = ["start", "end", "timezone"];

function checkActiveHours(hours: JsonObject, field: string): CheckedHeartbeat {
  const given = Object.entries(hours).filter(([, value]) => value !== null);
  const known = given.filter(([key]) => hourKeys.includes(key));
  const problems = known.flatMap(([key, value]): ValueProblem[] => {
    const why = whyNoHour(key, value);
    return why ? [{ field: `${field}.${key}`, why }] : [];
  });
  return {
    accepted: Object.fromEntries(known),
    unknown: given.filter(([key]) => !hourKeys.includes(key)).map(([key]) => key),
    problem: problems[0] ?? null,
  };
}

function whyNoHour(key: string, value: JsonValue | undefined): string | null {
  if (typeof value !== "string") return `it is ${show(value)}, not a text`;
  if (key === "timezone" || value === "") return null;
  if (key === "end" && value === "24:00") return null;
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? null : `it is ${show(value)}, not a time such as "08:30"`;
}

/** Why a value is not of its kind; null if it is. */
function whyNot(kind: ValueKind, value: JsonValue): string | null {
  switch (kind) {
    case "text":
      return typeof value === "string" ? null : `it is ${show(value)}, not a text`;
    case "flag":
      return typeof value === "boolean" ? null : `it is ${show(value)}, not true or false`;
    case "number":
      return typeof value === "number" ? null : `it is ${show(value)}, not a number`;
    case "count":
      return isInteger(value, 0) ? null : `it is ${show(value)}, not a whole number of 0 or more`;
    case "positive-count":
      return isInteger(value, 1) ? null : `it is ${show(value)}, not a whole number above 0`;
    case "duration":
      return isDuration(value) ? null : `it is ${show(value)}, not a duration such as "30s", "10m" or "1h"`;
    case "active-hours":
      return `it is ${show(value)}, not an object such as {"start": "08:00", "end": "20:00"}`;
    case "direct-policy":
      return value === "allow" || value === "block" ? null : `it is ${show(value)}, not "allow" or "block"`;
    case "target":
      return typeof value === "string" && value.trim() !== ""
        ? null
        : `it is ${show(value)}, not "last", "none" or the id of a channel`;
    case "any":
      return null;
  }
}

function isInteger(value: JsonValue, from: number): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= from;
}

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** One number with or without a unit, or several with one each; an empty text counts as not set. */
function isDuration(value: JsonValue): boolean {
  return value === "" || (typeof value === "string" && durationMs(value) !== null);
}

/** The length of a duration such as `10m` or `1h30m`, in minutes without a unit; null for any other text. */
export function durationMs(value: string): number | null {
  const text = value.trim().toLowerCase();
  if (!/^(\d+(\.\d+)?|(\d+(\.\d+)?(ms|s|m|h|d))+)$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)?/g)];
  const totalMs = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? "m"] ?? 0), 0);
  return totalMs <= Number.MAX_SAFE_INTEGER ? totalMs : null;
}

const mostShownChars = 60;

/** A value in a few characters, as an operator recognizes it. */
function show(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > mostShownChars ? `${text.slice(0, mostShownChars)}…` : text;
}
