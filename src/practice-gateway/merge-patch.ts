import { isJsonObject } from "../shared/is-json-object.ts";
import type { JsonObject, JsonValue } from "../shared/records.ts";

/** Shown by config.get instead of a secret; writing it back keeps the secret. */
export const redactedText = "__OPENCLAW_REDACTED__";

/**
 * Applies a config.patch: objects merge key by key, null removes a key, arrays whose elements have ids merge by id in
 * versions that do so, and everything else replaces. Parts that do not change are shared, never copied.
 */
export function mergePatch(base: JsonValue | undefined, patch: JsonValue, mergeById: boolean): JsonValue {
  if (patch === redactedText && typeof base === "string") return base;
  if (Array.isArray(patch)) return (mergeById && Array.isArray(base) && mergeArrays(base, patch)) || patch;
  if (!isJsonObject(patch)) return patch;
  const merged: JsonObject = isJsonObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") continue;
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value, mergeById);
  }
  return merged;
}

function mergeArrays(base: JsonValue[], patch: JsonValue[]): JsonValue[] | undefined {
  if (!base.every((element) => idOf(element) !== undefined)) return undefined;
  const merged = [...base];
  const positions = new Map(base.map((element, position) => [idOf(element), position]));
  for (const element of patch) {
    const id = idOf(element);
    const position = id === undefined ? undefined : positions.get(id);
    if (position === undefined) {
      if (id !== undefined) positions.set(id, merged.length);
      merged.push(mergePatch(undefined, element, true));
    } else merged[position] = mergePatch(merged[position], element, true);
  }
  return merged;
}

function idOf(value: JsonValue): string | undefined {
  return isJsonObject(value) && typeof value.id === "string" ? value.id : undefined;
}

/** The paths at which two configs differ, as config.patch reports them; a part that only one of them has counts as one path. */
export function changedPaths(before: JsonValue | undefined, after: JsonValue | undefined, path = ""): string[] {
  if (before === after) return [];
  if (!isJsonObject(before) || !isJsonObject(after)) return sameJson(before, after) ? [] : [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].sort().flatMap((key) => changedPaths(before[key], after[key], path ? `${path}.${key}` : key));
}

function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((element, position) => sameJson(element, right[position]));
  return isJsonObject(left) && isJsonObject(right) && changedPaths(left, right).length === 0;
}
