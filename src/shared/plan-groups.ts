import type { FileAction } from "./plan.ts";

/** The word in a group's diff in place of each agent's own value, and what it is. */
export const ownValues = {
  "‹name›": "its name",
  "‹id›": "its id",
  "‹key›": "its session key",
  "‹board›": "its board's id",
  /** Where a hunk is. */
  "‹line›": "the line",
} as const;
export type OwnValue = keyof typeof ownValues;

/** Files of a plan with the same change: the same diff, byte for byte, once each agent's own values are filled in. */
export type PlanGroup = {
  fileName: string;
  action: FileAction;
  reason: string;
  /** The agents with this change, in the order of the plan. */
  agentIds: string[];
  /** Lines that the change removes and adds; null where no diff is kept, and for files that are not written. */
  lines: { removed: number; added: number } | null;
  /** The values in its diff that each agent has its own of. */
  own: OwnValue[];
};

/** "Differs by agent: ‹name› (its name), ‹line› (the line)."; empty if the diff is the same for all. */
export function ownValuesLine(own: readonly OwnValue[]): string {
  if (own.length === 0) return "";
  return `Differs by agent: ${own.map((value) => `${value} (${ownValues[value]})`).join(", ")}.`;
}
