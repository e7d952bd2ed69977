/** Shorter texts could be words of a message; longer ones are files, which have masks of their own. */
const shortestChars = 8;
const longestChars = 1_000;
const mask = "(secret)";

const known = new Set<string>();

/** From now on, `hideSecrets` takes this text out of others. Kept in memory only, for as long as the process runs. */
export function rememberSecret(secret: string | null | undefined): void {
  if (secret && secret.length >= shortestChars && secret.length <= longestChars) known.add(secret);
}

/**
 * The text without the secrets that this process has had in its hands, also as JSON or a URL spells them. For texts of others,
 * such as a gateway's error, which may repeat what they were sent.
 */
export function hideSecrets(text: string): string {
  let shown = text;
  for (const secret of known) {
    for (const spelled of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      if (shown.includes(spelled)) shown = shown.replaceAll(spelled, mask);
    }
  }
  return shown;
}
