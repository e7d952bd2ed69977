import type { FileFacts } from "../../gateway/agent-files.ts";
import type { TokenRead } from "./token-read.ts";

/** HEARTBEAT kept as the scratch of the agent's heartbeat automation; templates use the same name. */
export const scratchName = "HEARTBEAT";

/** Whether a file is among those that a gateway shows an agent: a scratch comes with the heartbeat. */
export function isShown({ name }: { name: string }): boolean {
  return name !== scratchName;
}

/** One managed file as it is on the gateway. */
export type ObservedFile = {
  name: string;
  exists: boolean;
  /**
   * Hash of the content, also if a quick check made fetching it unnecessary; null when the file is missing or too large to
   * fetch.
   */
  sha256: string | null;
  /**
   * The gateway's own hash of the file as it is on its disk; null if it gives none, or the file was not fetched. Where the file is
   * not UTF-8, no hash of its text is the same.
   */
  gatewayHash: string | null;
  /** Hash of the content with the token masked: equal to that of our rendering when the file is correct. */
  maskedSha256: string | null;
  /**
   * The content with the agent's token and the gateway's own masked: for display, not for decisions. Null when missing, or not
   * fetched because it is as remembered.
   */
  maskedContent: string | null;
  /** The revision to expect, for a scratch. */
  revision: number | null;
  facts: FileFacts;
  /** What the gateway says of a file that it neither reads nor writes, such as a link; the file then counts as missing. */
  refusal?: string;
};

/** One agent as it is on the gateway. */
export type ObservedAgent = {
  key: string;
  inRoster: boolean;
  files: Map<string, ObservedFile>;
  /** The token read from the agent's token file; null when that file is missing or was not read. */
  token: (TokenRead & { /** Other words that look like tokens. */ others: string[] }) | null;
  /** Managed names that the gateway has no place for now, such as HEARTBEAT without an automation. */
  unavailable: Set<string>;
};

/** True for a file that is on the gateway as remembered, and was not fetched. */
export function isUnread(file: ObservedFile | undefined): boolean {
  return file?.exists === true && file.maskedContent === null && !isTooLarge(file);
}

/** True for a file that is on the gateway and too large to be fetched: its content is unknown. */
export function isTooLarge(file: Pick<ObservedFile, "exists" | "sha256"> | undefined): boolean {
  return file?.exists === true && file.sha256 === null;
}

export function tooLargeFile(name: string, facts: FileFacts, revision: number | null = null): ObservedFile {
  return { ...missingFile(name, revision), exists: true, facts };
}

/** Whether any managed file is in the agent's workspace; a scratch is not. */
export function hasFiles({ files }: ObservedAgent): boolean {
  return [...files.values()].some(({ name, exists }) => name !== scratchName && exists);
}

export function missingFile(name: string, revision: number | null = null): ObservedFile {
  return {
    name,
    exists: false,
    sha256: null,
    gatewayHash: null,
    maskedSha256: null,
    maskedContent: null,
    revision,
    facts: { sizeBytes: null, updatedAtMs: null },
  };
}
