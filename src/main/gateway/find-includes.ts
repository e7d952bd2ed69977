import { isJsonObject } from "../../shared/is-json-object.ts";

export type Includes = {
  /** The places that an `$include` fills from another file, as paths such as `["agents"]`; `[]` is the whole file. */
  paths: string[][];
  /**
   * False for gateways (up to 2026.3.28) that, on any change, write the content of every include into the main file and no
   * longer read the included one.
   */
  areKept: boolean;
};

/** Deeper than any configuration; deeper nesting is ignored. */
const mostLevels = 40;

/** The places of `$include` in a configuration as its file has it. Pure. */
export function findIncludes(parsed: unknown, path: string[] = []): string[][] {
  if (path.length > mostLevels) return [];
  if (Array.isArray(parsed)) return parsed.flatMap((item, index) => findIncludes(item, [...path, String(index)]));
  if (!isJsonObject(parsed)) return [];
  const own = Object.hasOwn(parsed, "$include") ? [path] : [];
  return [...own, ...Object.entries(parsed).flatMap(([key, value]) => findIncludes(value, [...path, key]))];
}

/** Whether the whole value at `path` comes from another file. */
export function isIncluded({ paths }: Includes, path: readonly string[]): boolean {
  return paths.some((include) => include.every((key, index) => key === path[index]));
}

/** Whether a change of the roster is written into an included file, and the main file stays as it is. */
export function isRosterElsewhere(includes: Includes, rosterPath: readonly string[]): boolean {
  return includes.areKept && isIncluded(includes, rosterPath);
}

/** Whether any change of the configuration would stop included files from being used. */
export function losesIncludes({ paths, areKept }: Includes): boolean {
  return !areKept && paths.length > 0;
}
