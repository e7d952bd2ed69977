/** What Python's `str.isspace` accepts. JavaScript's `trim` also removes U+FEFF, but not U+001C to U+001F or U+0085. */
const blank = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const start = new RegExp(`^[${blank}]+`);
const oneBlank = new RegExp(`[${blank}]`);
const blanks = new RegExp(`[${blank}]+`);

/** The text without white space at both ends, as Python's `str.strip` returns it. */
export function pythonStrip(text: string): string {
  let end = text.length;
  while (end > 0 && oneBlank.test(text[end - 1] ?? "")) end -= 1;
  return text.slice(0, end).replace(start, "");
}

/** The first word of a text, as Python's `text.split()[0]`; empty if there is none. */
export function firstPythonWord(text: string): string {
  return pythonStrip(text).split(blanks)[0] ?? "";
}
