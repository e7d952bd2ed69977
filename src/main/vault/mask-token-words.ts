/** Replaces a token whose owner is unknown. */
export const someToken = "(a token)";

/**
 * Masks whatever looks like a token of ours, 32 random bytes in base64url, wherever it is and whatever surrounds it. Dashes at
 * either end are left out: they may be a diff's sign or markdown.
 */
export function maskTokenWords(text: string): string {
  return text.replace(/[A-Za-z\d][\w-]{38,}[A-Za-z\d]/g, (run) => (isScrambled(run) ? someToken : run));
}

/**
 * Capital letters, small letters and digits alternate as they never do in words, ids and hashes. This misses one of a million
 * random tokens.
 */
function isScrambled(run: string): boolean {
  const switches = run.match(/(?<=[a-z\d])[A-Z]|(?<=[A-Z])\d/g) ?? [];
  return switches.length >= 2 && /[a-z]/.test(run);
}
