import type { FileOwner } from "../../templates/file-sets.ts";

/** A file as it should be, with the token masked. */
export type DesiredFile = {
  name: string;
  maskedContent: string;
  owner: FileOwner;
};

/** The same without the content, as remembered from an earlier rendering of the same inputs. */
export type OutlinedFile = {
  name: string;
  maskedContent: null;
  maskedSha256: string;
  /** Whether the content includes the token. */
  carriesToken: boolean;
  owner: FileOwner;
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
