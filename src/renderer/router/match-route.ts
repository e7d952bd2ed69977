/** The path and the search of a location such as `#/runs/7?tab=agents`. */
export type Location = { path: string; search: URLSearchParams };

/** @param hash the page's hash, with or without `#`; empty is the root. */
export function parseHash(hash: string): Location {
  const [path = "", ...search] = hash.replace(/^#/, "").split("?");
  return { path: `/${path.replace(/^\/+|\/+$/g, "")}`, search: new URLSearchParams(search.join("?")) };
}

/**
 * Compares a path with a pattern such as `/gateways/:id`.
 *
 * @returns the decoded parameters, or undefined when the path does not match
 */
export function matchRoute(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":") && value !== "") params[part.slice(1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return params;
}

/** A hand-edited link may contain a stray `%`. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The link to a path, with the search parameters that are set. */
export function hrefTo(path: string, search: Record<string, string | undefined> = {}): string {
  const set = Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const text = new URLSearchParams(set).toString();
  return `#${path}${text ? `?${text}` : ""}`;
}
