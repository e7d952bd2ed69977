/** How the JSON5 package prints a configuration. */
const printed = /^\{\n {2}[\w$]+: /;

/**
 * How many comments a configuration file has; null if its gateway does not show the file itself: 2026.3.28 prints its content
 * again, and 2026.4.15 and 2026.5.12 leave it out. Even if OpenClaw wrote the file, a person may have added comments since.
 */
export function findComments(raw: unknown): number | null {
  if (typeof raw !== "string") return null;
  const comments = countComments(raw);
  return comments === 0 && printed.test(raw) ? null : comments;
}

/** Counts the comments that JSON5 allows: each `//` to the end of its line is one. */
function countComments(text: string): number {
  let comments = 0;
  for (let at = 0; at < text.length; at += 1) {
    const start = text.slice(at, at + 2);
    if (start.startsWith('"') || start.startsWith("'")) at = endOfString(text, at);
    if (start !== "//" && start !== "/*") continue;
    comments += 1;
    const end = start === "//" ? text.indexOf("\n", at) : text.indexOf("*/", at + 2) + 1;
    at = end > 0 ? end : text.length;
  }
  return comments;
}

/** Where the string that begins at `start` ends; in it, nothing is a comment. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== text[start]) at += text[at] === "\\" ? 2 : 1;
  return at;
}
