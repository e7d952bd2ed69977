/** "A, B and C"; of more than ten, the first nine and how many more. */
export function listNames(names: readonly string[]): string {
  if (names.length > 10) return `${names.slice(0, 9).join(", ")} and ${names.length - 9} more`;
  if (names.length <= 1) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
