import type { JsonObject } from "./records.ts";

/** Whether a value that was read from JSON is an object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
