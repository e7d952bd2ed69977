/** Everything that a reader of a file may treat as the end of a line: JavaScript, Python and editors differ. */
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

/** All control characters except line feed and tab. */
const controlCharacter = /[^\P{Cc}\n\t]/gu;

/** ASCII on one line, without a space at either end. */
const printable = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

const tokenKey = /AUTH_TOKEN(?=\s*=)/g;
const tokenHeader = /(header\s*[=:]\s*["'])X-Agent-Token(?=\s*:)/gi;

/**
 * A record's text that cannot be mistaken for the agent's own token, neither when its file is read back nor when the agent takes
 * the header from it.
 */
export function withoutTokenKeys(text: string): string {
  return text.replace(tokenKey, "AUTH-TOKEN").replace(tokenHeader, "$1X-Agent_Token");
}

/** A record's text as templates may use it. */
export function plainText(text: string): string {
  // Nearly all texts are plain already, and a fleet has tens of thousands.
  if (printable.test(text) && !text.includes("AUTH_TOKEN") && !text.includes(":")) return text;
  return withoutTokenKeys(text.toWellFormed().replace(lineBreak, "\n").replace(controlCharacter, "")).trim();
}

/** The same for names, keys and paths, which are on one line: a line break must not start another `KEY=value`. */
export function plainLine(text: string): string {
  return plainText(text.replace(lineBreak, " ").replaceAll("\t", " "));
}
