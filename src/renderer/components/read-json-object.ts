import type { JsonObject } from "../../shared/records.ts";

export type ReadJson = { ok: true; value: JsonObject | null } | { ok: false; reason: string };

/** Reads what was typed into a field for a JSON object; nothing typed is null. */
export function readJsonObject(text: string): ReadJson {
  if (text.trim() === "") return { ok: true, value: null };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { ok: true, value: value as JsonObject };
    }
    return { ok: false, reason: 'Write a JSON object, such as {"solved": 90}.' };
  } catch (error) {
    const place = /\(line \d+ column \d+\)/.exec(String(error))?.[0];
    return { ok: false, reason: ["This is not valid JSON", place].filter(Boolean).join(" ").concat(".") };
  }
}
