/** Counts the comments of a configuration file, which JSON5 allows: each `//` to the end of its line is one. Pure. */
export function countComments(text: string): number {
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
