import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { isJsonObject } from "../../../shared/is-json-object.ts";
import type { JsonObject, JsonValue } from "../../../shared/records.ts";
import { hideSecrets } from "../../vault/known-secrets.ts";
import { sameKeys } from "./plan-config.ts";

/** Finding the shortest diff takes time quadratic in this number, and for a roster of thousands it is not needed. */
const mostChangedLines = 3_000;

/**
 * A unified diff of what a patch changes in a gateway's configuration, without the secrets that this process knows; empty without
 * a patch.
 */
export function configDiff(config: JsonObject, patch: JsonObject | null): string {
  if (!patch) return "";
  const after = keysById(patch);
  const before = sameKeys(keysById(config), after);
  const text = (value: JsonObject) => `${JSON.stringify(value, null, 2)}\n`;
  const diff = createTwoFilesPatch("gateway/config", "flight-deck/config", text(before), text(after), "", "", {
    context: 3,
    maxEditLength: mostChangedLines,
    headerOptions: FILE_HEADERS_ONLY,
  });
  // Without a common line, all lines are removed and added.
  return hideSecrets(diff ?? [...lined("-", text(before)), ...lined("+", text(after))].join("\n"));
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
    const identified = value.filter(isJsonObject).filter(({ id }) => typeof id === "string");
    if (identified.length < value.length) return value;
    return Object.fromEntries(identified.map((item) => [item.id, keysById(item)]));
  }
  return isJsonObject(value) ? keysById(value) : value;
}

function keysById(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, byId(value)]));
}
