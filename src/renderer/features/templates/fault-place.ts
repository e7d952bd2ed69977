export type FaultPlace = { template: string; line: number };

/** The template and line in main's message of a template error; null when it has none. */
export function faultPlaceOf(message: string): FaultPlace | null {
  const match = /\b([\w.-]+\.md\.j2), line (\d+)/.exec(message);
  return match?.[1] ? { template: match[1], line: Number(match[2]) } : null;
}
