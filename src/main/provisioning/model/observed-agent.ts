import type { FileFacts } from "../../gateway/agent-files.ts";
import type { TokenRead } from "./token-read.ts";

/** HEARTBEAT where it is no file but the scratch of the agent's heartbeat automation; templates name it so, too. */
export const scratchName = "HEARTBEAT";

/** One managed file as it stands on the gateway. */
export type ObservedFile = {
  name: string;
  exists: boolean;
  /** Hash of the content, also when a quick check spared us fetching it; null when the file is missing or too large to fetch. */
  sha256: string | null;
  /** Hash of the content with the token masked: equal to that of our rendering when the file is right. */
  maskedSha256: string | null;
  /**
   * The content with the token masked, and the gateway's own, too: to be shown, not to be decided by. Null when missing, or not
   * fetched because it is the one we remember.
   */
  maskedContent: string | null;
  /** The revision to expect, for what is kept as a scratch. */
  revision: number | null;
  facts: FileFacts;
};

/** One agent as it stands on the gateway. */
export type ObservedAgent = {
  key: string;
  inRoster: boolean;
  files: Map<string, ObservedFile>;
  /** What was read from the file that holds the agent's token; null when that file is missing or was not read. */
  token: (TokenRead & { /** Other words that look like tokens. */ others: string[] }) | null;
  /** Managed names the gateway has no place for now, such as HEARTBEAT without an automation. */
  unavailable: Set<string>;
};

/** True for a file that stands on the gateway as we remember it, and was not fetched. */
export function isUnread(file: ObservedFile | undefined): boolean {
  return file?.exists === true && file.maskedContent === null && !isTooLarge(file);
}

/** True for a file that stands on the gateway and is too large to be fetched: nothing is known of what is in it. */
export function isTooLarge(file: Pick<ObservedFile, "exists" | "sha256"> | undefined): boolean {
  return file?.exists === true && file.sha256 === null;
}

export function tooLargeFile(name: string, facts: FileFacts, revision: number | null = null): ObservedFile {
  return { ...missingFile(name, revision), exists: true, facts };
}

/** Whether any managed file is in the agent's workspace; a scratch is kept elsewhere. */
export function hasFiles({ files }: ObservedAgent): boolean {
  return [...files.values()].some(({ name, exists }) => name !== scratchName && exists);
}

export function missingFile(name: string, revision: number | null = null): ObservedFile {
  return {
    name,
    exists: false,
    sha256: null,
    maskedSha256: null,
    maskedContent: null,
    revision,
    facts: { sizeBytes: null, updatedAtMs: null },
  };
}
