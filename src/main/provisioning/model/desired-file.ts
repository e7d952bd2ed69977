import type { FileOwner } from "../../templates/file-sets.ts";

/** A file as it should be, with the token masked. */
export type DesiredFile = {
  name: string;
  maskedContent: string;
  owner: FileOwner;
  /** The content is an earlier one, which comes back in place of the rendering. */
  restores?: Restoration;
};

export type Restoration = {
  /** What a sync would write; null if the agent has no such file by now. */
  rendering: DesiredFile | OutlinedFile | null;
  /** The content that was to be replaced, masked: anything else there is a conflict. Null: what we wrote last. */
  expectsMaskedSha256: string | null;
  /** Why nothing is written. */
  obstacle: { action: "blocked" | "preserved"; reason: string } | null;
};

/** The same without the content, as remembered from an earlier rendering of the same inputs. */
export type OutlinedFile = {
  name: string;
  maskedContent: null;
  maskedSha256: string;
  /** Whether the content includes the token. */
  carriesToken: boolean;
  owner: FileOwner;
  restores?: undefined;
};

/**
 * What we remember of a file, in masked hashes: what we wrote last, and the pair of contents for which the operator keeps
 * theirs.
 */
export type RememberedFile = {
  writtenMaskedSha256: string | null;
  keptTheirsMaskedSha256: string | null;
  keptOursMaskedSha256: string | null;
};
