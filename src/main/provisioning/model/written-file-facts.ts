import type { FileFacts } from "../../gateway/agent-files.ts";

/** A file as it was when we last read or wrote it. */
export type SeenFile = FileFacts & {
  fileName: string;
  sha256: string;
  /** Hash with the token masked. */
  maskedSha256: string;
  /** Masked hash of our version on the gateway; null keeps what was remembered. */
  writtenMaskedSha256: string | null;
};

/** A file as remembered; with size and time, it need not be fetched while both are unchanged. */
export type KnownFile = FileFacts & { sha256: string; maskedSha256: string };
