/** A word as typed into a shell, quoted if necessary. */
export function shellWord(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return /^[\w\\./@:+=-]+$/.test(word) ? word : `"${word}"`;
  return /^[\w./@:+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
