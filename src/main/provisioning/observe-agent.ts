import { type FileFacts, type FileState, listFiles, readFile } from "../gateway/agent-files.ts";
import { readScratch } from "../gateway/heartbeat-scratch.ts";
import type { GatewaySession } from "../gateway/session.ts";
import { maskToken, sha256Hex } from "./mask-token.ts";
import { missingFile, type ObservedAgent, type ObservedFile } from "./observed-agent.ts";
import { readTokenFromAgents, readTokenFromTools } from "./tokens/read-token.ts";

/** HEARTBEAT where it is no file but the scratch of the agent's heartbeat automation; templates name it so, too. */
export const scratchName = "HEARTBEAT";

/** The file in which an agent's token stands, by dialect. */
export function tokenFileName(dialect: GatewaySession["dialect"]): string {
  return dialect.toolsHome === "file" ? "TOOLS.md" : "AGENTS.md";
}

export function readToken(dialect: GatewaySession["dialect"], content: string | null): string | null {
  return dialect.toolsHome === "file" ? readTokenFromTools(content) : readTokenFromAgents(content);
}

export type ObserveOptions = {
  session: GatewaySession;
  key: string;
  inRoster: boolean;
  /** The managed names of the agent's role. */
  names: string[];
  /** Agent key -> heartbeat automation. */
  heartbeatJobs: Map<string, string>;
  signal?: AbortSignal | undefined;
};

/**
 * Reads one agent's managed files and token from the gateway. Costs one listing and one call per file that may exist.
 *
 * @throws as `GatewayConnection.call`
 */
export async function observeAgent(options: ObserveOptions): Promise<ObservedAgent> {
  const { session, key, inRoster, names } = options;
  if (!inRoster) return { key, inRoster, files: new Map(), token: null, unavailable: new Set() };
  const { states, unavailable } = await readStates(options);
  const token = readToken(session.dialect, states.get(tokenFileName(session.dialect))?.content ?? null);
  const files = new Map(names.map((name) => [name, observedFile(name, states.get(name), token)]));
  return { key, inRoster, files, token, unavailable };
}

async function readStates(
  options: ObserveOptions,
): Promise<{ states: Map<string, FileState>; unavailable: Set<string> }> {
  const { session, key, names, heartbeatJobs, signal } = options;
  const { connection } = session;
  const unavailable = new Set<string>();
  const jobId = heartbeatJobs.get(key);
  const listing = await listFiles(connection, key, signal);
  const reads = names.map(async (name): Promise<[string, FileState] | null> => {
    if (name === scratchName) {
      if (jobId) return [name, await readScratch(connection, jobId, signal)];
      unavailable.add(name);
      return null;
    }
    if (listing.missing.has(name)) return null;
    return [name, await readFile(connection, key, name, signal)];
  });
  return { states: new Map((await Promise.all(reads)).filter((state) => state !== null)), unavailable };
}

export function observedFile(name: string, state: FileState | undefined, token: string | null): ObservedFile {
  if (!state || state.content === null) return missingFile(name, state?.revision ?? null);
  const maskedContent = maskToken(state.content, token);
  const facts: FileFacts = { sizeBytes: state.sizeBytes, updatedAtMs: state.updatedAtMs };
  return {
    name,
    exists: true,
    sha256: sha256Hex(state.content),
    maskedSha256: sha256Hex(maskedContent),
    maskedContent,
    guarded: state.hash !== null,
    revision: state.revision,
    facts,
  };
}
