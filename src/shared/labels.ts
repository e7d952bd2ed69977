import { z } from "zod";

/* Labels: short words that operators give agents and boards, to find and choose them. They are only Flight Deck's. */

const longestLabel = 30;
const mostLabels = 20;

const labelRule = `must be a word of letters and digits, with . _ - / : inside, of at most ${longestLabel} characters`;

/** A label as it is stored: in lower case, so that no two differ in nothing else. */
export const labelSchema = z
  .string()
  .transform((text) => text.normalize("NFC").trim().toLowerCase())
  .refine((text) => /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._/:-]*$/u.test(text) && text.length <= longestLabel, labelRule);

/** The labels of one record: each once, sorted. */
export const labelsSchema = z
  .array(labelSchema)
  .transform((labels) => [...new Set(labels)].toSorted())
  .refine((labels) => labels.length <= mostLabels, `are more than ${mostLabels}`);

/** The words of a text in which labels are typed, apart from each other by blanks or commas. */
export function wordsOfLabels(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

export type LabelsChange = { agentIds: string[]; boardIds: string[]; add: string[]; remove: string[] };

/** What a change of labels did. */
export type LabelsReport = { changed: number; unchanged: number };

/** A label in use, for suggestions. */
export type LabelUse = { label: string; agents: number; boards: number };

/** Whether an agent has a label, itself or through its board. */
export function hasLabel(agent: { labels?: string[]; boardLabels?: string[] }, label: string): boolean {
  return (agent.labels?.includes(label) ?? false) || (agent.boardLabels?.includes(label) ?? false);
}

/** What is wrong with typed labels; null if nothing is. */
export function labelsFault(text: string): string | null {
  const words = wordsOfLabels(text);
  const word = words.find((each) => !labelSchema.safeParse(each).success);
  if (word !== undefined) return `"${word.slice(0, 60)}" ${labelRule}.`;
  return labelsSchema.safeParse(words).success ? null : `Use at most ${mostLabels} labels.`;
}
