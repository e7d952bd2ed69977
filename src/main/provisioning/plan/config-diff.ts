import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { JsonObject, JsonValue } from "../../../shared/records.ts";
import { isObject } from "../../gateway/failure.ts";
import { sameKeys } from "./plan-config.ts";

/** Finding the shortest diff takes time quadratic in this number, and for a roster of thousands it is not needed. */
const mostChangedLines = 3_000;

/** A unified diff of what a patch changes in a gateway's configuration, without context; empty without a patch. */
export function configDiff(config: JsonObject, patch: JsonObject | null): string {
  if (!patch) return "";
  const after = byId(patch) as JsonObject;
  const before = sameKeys(byId(config) as JsonObject, after);
  const text = (value: JsonObject) => `${JSON.stringify(value, null, 2)}\n`;
  const diff = createTwoFilesPatch("gateway/config", "flight-deck/config", text(before), text(after), "", "", {
    context: 3,
    maxEditLength: mostChangedLines,
    headerOptions: FILE_HEADERS_ONLY,
  });
  // Without a common line, all lines are removed and added.
  return diff ?? [...lined("-", text(before)), ...lined("+", text(after))].join("\n");
}

function lined(sign: string, text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => sign + line);
}

/**
 * Lists of things that have ids (the roster of the classic dialect) as maps: they are merged by id, so they are compared by id.
 */
function byId(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    if (!value.every((item) => isObject(item) && typeof item.id === "string")) return value;
    return Object.fromEntries(value.map((item) => [(item as JsonObject).id, byId(item)]));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, inner]) => [key, byId(inner ?? null)]));
}
