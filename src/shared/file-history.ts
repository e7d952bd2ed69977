/* The versions of an agent's file, as screens and commands show them. */

/** Where a version came from, in words for a list. */
export const versionSourceWords = {
  found: "Found on the gateway",
  seeded: "Made by the gateway",
  written: "Written by Flight Deck",
  restored: "Restored",
  adopted: "Adopted",
} as const;

export type VersionSourceName = keyof typeof versionSourceWords;

export type FileVersionRow = {
  /** The version's number; the same for as long as it is kept. */
  id: number;
  recordedAt: string;
  source: VersionSourceName;
  /** The run that found or wrote it, if that is still in the history. */
  runId: string | null;
  sizeBytes: number;
  /** It was sealed under a key that is lost: its content cannot be shown. */
  isLost: boolean;
  /** Secrets other than the agent's own token were in it, and were not kept. */
  isMasked: boolean;
  /** It was sent, but the gateway's answer is not known. */
  isUncertain: boolean;
  /** The file had this content when Flight Deck last wrote or read it. */
  isPresent: boolean;
};

/** A version by its number, or what the file has on its gateway now. */
export type FileSide = number | "now";

/** What differs between two versions. Texts have no tokens. */
export type FileComparison = {
  from: FileSide;
  to: FileSide;
  /** A unified diff; empty if both are the same. */
  diff: string;
  /** Why one of them cannot be shown; null if both can. */
  problem: string | null;
};

/** The version in words that say everything there is to know before it is used. */
export function versionNotes({ isLost, isMasked, isUncertain, isPresent, source }: FileVersionRow): string[] {
  return [
    ...(isPresent ? ["as last seen"] : []),
    ...(isUncertain ? [source === "written" || source === "restored" ? "may not have arrived" : "not certain"] : []),
    ...(isLost ? ["lost with its key"] : []),
    ...(isMasked ? ["secrets left out"] : []),
  ];
}
