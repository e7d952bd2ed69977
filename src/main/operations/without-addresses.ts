/**
 * A message without the given names, URLs, mail addresses, host names, IP addresses, paths, ids and quoted text (mostly names). What it
 * cannot tell from a word of ours stays: an unquoted name that is in no record.
 */
export function withoutAddresses(message: string, names: readonly string[] = []): string {
  return withoutNames(message, names)
    .replace(/"[^"]*"/g, '"…"')
    .replace(quoted, "'…'")
    .replace(/\b[a-z][a-z+.-]*:\/\/\S+/gi, "(address)")
    .replace(/[^\s<>"'(]+@[^\s<>"')]+/g, "(mail)")
    .replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, "(address)")
    .replace(/\[?[0-9a-f]*:[0-9a-f:]*:[0-9a-f]*\]?(:\d+)?/gi, "(address)")
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "(id)")
    .replace(pathPattern, "$1(path)")
    .replace(/\b(?:[a-z0-9-]+\.)+[a-z]{2,}(:\d+)?\b(?!\.j2|\.md)/gi, (host) => (ownFile.test(host) ? host : "(host)"))
    .replace(/(?<![\w.])[a-z][\w-]*:\d{2,5}\b(?!:)/gi, "(address)");
}

/** In single quotes, as Node quotes paths; an apostrophe within a word quotes nothing. */
const quoted = /(?<![\p{L}\p{N}])'[^'\n]+'(?![\p{L}\p{N}])/gu;

/** Files that every installation has, and places in our code. */
const ownFile = /^(?:[A-Z_]+\.md(?:\.j2)?|(?:openclaw|package|device|plan|fleet)\.json|[a-z0-9-]+\.tsx?(?::\d+)?)$/;

/** A path may have blanks: it continues as long as a slash follows within a few words. */
const pathPattern =
  /(^|[\s([{<=,:;`…>])(?:[A-Za-z]:|~)?[\\/][^\s):]+(?:(?: [^\s):\\/]+){0,4}? [^\s):\\/]*[\\/][^\s):]*)*/g;

/** Longer names first: one may be a part of another. Only whole words: a name may be a part of any word. */
function withoutNames(message: string, names: readonly string[]): string {
  const found = names.filter((name) => name.trim() !== "" && message.includes(name));
  const longestFirst = found.toSorted((one, other) => other.length - one.length);
  return longestFirst.reduce((text, name) => text.replace(asWord(name), "(name)"), message);
}

function asWord(name: string): RegExp {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "gu");
}
