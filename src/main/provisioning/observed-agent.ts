import type { FileFacts } from "../gateway/agent-files.ts";

/** One managed file as it stands on the gateway. */
export type ObservedFile = {
  name: string;
  exists: boolean;
  /** Hash of the content, also when a quick check spared us fetching it; null when the file is missing. */
  sha256: string | null;
  /** Hash of the content with the token masked: equal to that of our rendering when the file is right. */
  maskedSha256: string | null;
  /** The content with the token masked; null when missing or not fetched. */
  maskedContent: string | null;
  /** True when the gateway guards writes by content hash (`expectedHash`). */
  guarded: boolean;
  /** The revision to expect, for what is kept as a scratch. */
  revision: number | null;
  facts: FileFacts;
};

/** One agent as it stands on the gateway. */
export type ObservedAgent = {
  key: string;
  inRoster: boolean;
  files: Map<string, ObservedFile>;
  /** The token in the agent's files; null when none can be read. Never logged, never kept. */
  token: string | null;
  /** Managed names the gateway has no place for now, such as HEARTBEAT without an automation. */
  unavailable: Set<string>;
};

export function missingFile(name: string, revision: number | null = null): ObservedFile {
  return {
    name,
    exists: false,
    sha256: null,
    maskedSha256: null,
    maskedContent: null,
    guarded: false,
    revision,
    facts: { sizeBytes: null, updatedAtMs: null },
  };
}
