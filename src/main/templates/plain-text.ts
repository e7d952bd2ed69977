/** Everything that a reader of a file may treat as the end of a line: JavaScript, Python and editors differ. */
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

/** All control characters except line feed and tab. */
const controlCharacter = /[^\P{Cc}\n\t]/gu;

/** ASCII on one line, without a space at either end. */
const printable = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

/**
 * A record's text as templates may use it. A line with `AUTH_TOKEN=` would override the agent's own token when its file is read
 * back, so in records the key is changed to AUTH-TOKEN.
 */
export function plainText(text: string): string {
  // Nearly all texts are plain already, and a fleet has tens of thousands.
  if (printable.test(text) && !text.includes("AUTH_TOKEN")) return text;
  return text
    .toWellFormed()
    .replace(lineBreak, "\n")
    .replace(controlCharacter, "")
    .replace(/AUTH_TOKEN(?=\s*=)/g, "AUTH-TOKEN")
    .trim();
}

/** The same for names, keys and paths, which are on one line: a line break must not start another `KEY=value`. */
export function plainLine(text: string): string {
  return plainText(text.replace(lineBreak, " ").replaceAll("\t", " "));
}
