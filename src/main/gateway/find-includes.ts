import { isObject } from "./failure.ts";

export type Includes = {
  /** The places that an `$include` fills from another file, as paths such as `["agents"]`; `[]` is the whole file. */
  paths: string[][];
  /**
   * False where the gateway, whatever it is asked to change, writes the content of every include into its own file, and
   * no longer looks into the included one (up to 2026.3.28).
   */
  areKept: boolean;
};

/** Deeper than any configuration; what is nested further is not looked into. */
const mostLevels = 40;

/** Where `$include` stands in a configuration as its file has it. Pure. */
export function findIncludes(parsed: unknown, path: string[] = []): string[][] {
  if (path.length > mostLevels) return [];
  if (Array.isArray(parsed)) return parsed.flatMap((item, index) => findIncludes(item, [...path, String(index)]));
  if (!isObject(parsed)) return [];
  const own = Object.hasOwn(parsed, "$include") ? [path] : [];
  return [...own, ...Object.entries(parsed).flatMap(([key, value]) => findIncludes(value, [...path, key]))];
}

/** Whether what is at `path` comes from another file as a whole. */
export function isIncluded({ paths }: Includes, path: readonly string[]): boolean {
  return paths.some((include) => include.every((key, index) => key === path[index]));
}

/** Whether any change of the configuration would put included files out of use. */
export function losesIncludes({ paths, areKept }: Includes): boolean {
  return !areKept && paths.length > 0;
}
