/** Shorter texts could be words of a message; longer ones are files, which have masks of their own. */
const shortestChars = 8;
export const longestSecretChars = 1_000;
const mask = "(secret)";

/**
 * By length, so that the time to hide depends on the length of the text and not on the number of secrets: a fleet has
 * thousands.
 */
const known = new Map<number, Set<string>>();

/** Makes `hideSecrets` remove this text from other texts from now on. Kept in memory only, for as long as the process runs. */
export function rememberSecret(secret: string | null | undefined): void {
  if (!secret || secret.length < shortestChars || secret.length > longestSecretChars) return;
  for (const spelled of spellingsOf(secret)) {
    const ofLength = known.get(spelled.length) ?? new Set();
    known.set(spelled.length, ofLength.add(spelled));
  }
}

function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    bytes.toString("hex"),
    bytes.toString("base64"),
    bytes.toString("base64url"),
  ];
}

/**
 * The text without the secrets that this process has handled, also in the spellings of JSON, URLs, hexadecimal digits and
 * base64. For texts of other programs, such as a gateway's error, which may repeat what they were sent.
 */
export function hideSecrets(text: string): string {
  let shown = text;
  // Longer ones first: a secret may be part of another spelling.
  for (const [length, secrets] of [...known].toSorted(([one], [other]) => other - one)) {
    for (let start = 0; start + length <= shown.length; start += 1) {
      if (secrets.has(shown.slice(start, start + length))) {
        shown = `${shown.slice(0, start)}${mask}${shown.slice(start + length)}`;
      }
    }
  }
  return shown;
}
