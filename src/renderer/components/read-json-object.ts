import { messageOf } from "../../shared/errors.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { JsonObject } from "../../shared/records.ts";

export type ReadJson = { ok: true; value: JsonObject | null } | { ok: false; reason: string };

/** Reads the text of a field for a JSON object; an empty text is null. */
export function readJsonObject(text: string): ReadJson {
  if (text.trim() === "") return { ok: true, value: null };
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return { ok: true, value };
    return { ok: false, reason: 'Enter a JSON object, such as {"key": "value"}.' };
  } catch (error) {
    return { ok: false, reason: `This is not valid JSON: ${faultIn(messageOf(error))}.` };
  }
}

/** V8's description of the fault and its position, where it gives them, without the text that it quotes. */
function faultIn(message: string): string {
  const [words = ""] = message.split(/, "| in JSON| JSON input/, 1);
  const place = /\(line \d+ column \d+\)/.exec(message)?.[0];
  return [words.charAt(0).toLowerCase() + words.slice(1), place].filter(Boolean).join(" ");
}
