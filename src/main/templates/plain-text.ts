/** Everything that a reader of a file may take for the end of a line: JavaScript, Python and editors differ. */
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

/** All control characters but line feed and tab. */
const controlCharacter = /[^\P{Cc}\n\t]/gu;

/** ASCII in one line, without a blank at either end. */
const printable = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

/**
 * A record's text as a template may hold it. A line that reads `AUTH_TOKEN=` would win over the agent's own token when its
 * file is read back, so records cannot write one: the key is spelled AUTH-TOKEN.
 */
export function plainText(text: string): string {
  // Nearly all of them are plain already, and a fleet has tens of thousands.
  if (printable.test(text) && !text.includes("AUTH_TOKEN")) return text;
  return text
    .toWellFormed()
    .replace(lineBreak, "\n")
    .replace(controlCharacter, "")
    .replace(/AUTH_TOKEN(?=\s*=)/g, "AUTH-TOKEN")
    .trim();
}

/** The same for names, keys and paths, which stand in one line: a line break must not start another `KEY=value`. */
export function plainLine(text: string): string {
  return plainText(text.replace(lineBreak, " ").replaceAll("\t", " "));
}
