import { messageOf } from "../../shared/errors.ts";
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
    return { ok: false, reason: 'Write a JSON object, such as {"key": "value"}.' };
  } catch (error) {
    return { ok: false, reason: `This is not valid JSON: ${faultIn(messageOf(error))}.` };
  }
}

/** What is wrong in V8's words and where, as far as they say, without the text that they quote. */
function faultIn(message: string): string {
  const [words = ""] = message.split(/, "| in JSON| JSON input/, 1);
  const place = /\(line \d+ column \d+\)/.exec(message)?.[0];
  return [words.charAt(0).toLowerCase() + words.slice(1), place].filter(Boolean).join(" ");
}
