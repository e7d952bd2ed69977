/** "A, B and C"; of more than `most` names, the first ones and how many more. */
export function listNames(names: readonly string[], most = 10): string {
  if (names.length > most) return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} more`;
  if (names.length <= 1) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
