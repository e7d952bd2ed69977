/** A size in words: "812 bytes", "256 KB", "1.4 MB". */
export function spellSize(sizeBytes: number): string {
  if (sizeBytes < 1_000) return `${sizeBytes} bytes`;
  if (sizeBytes < 999_500) return `${Math.round(sizeBytes / 1_000)} KB`;
  return `${Math.round(sizeBytes / 100_000) / 10} MB`;
}
