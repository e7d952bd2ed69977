/** A message without the given names, URLs, host names, IP addresses, paths, ids and quoted text (mostly names). */
export function withoutAddresses(message: string, names: readonly string[] = []): string {
  return withoutNames(message, names)
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\b[a-z][a-z+.-]*:\/\/\S+/gi, "(address)")
    .replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, "(address)")
    .replace(/\[?[0-9a-f]*:[0-9a-f:]*:[0-9a-f]*\]?(:\d+)?/gi, "(address)")
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "(id)")
    .replace(/\b(?:[a-z0-9-]+\.)+[a-z]{2,}(:\d+)?\b(?!\.j2|\.md)/gi, (host) =>
      /\.(md|j2|json|ts)$/i.test(host) ? host : "(host)",
    )
    .replace(pathPattern, "$1(path)");
}

/** A path may have blanks: it continues as long as a slash follows within a few words. */
const pathPattern = /(^|[\s(])(?:[A-Za-z]:)?[\\/][^\s):]+(?:(?: [^\s):\\/]+){0,4}? [^\s):\\/]*[\\/][^\s):]*)*/g;

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
