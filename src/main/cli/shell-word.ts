/** A word as it is typed into a shell, in quotes where it needs them. */
export function shellWord(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return /^[\w\\./@:+=-]+$/.test(word) ? word : `"${word}"`;
  return /^[\w./@:+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
