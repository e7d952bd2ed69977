import { FlightDeckError, messageOf } from "../../shared/errors.ts";
import { type FileFacts, type WriteResult, writeFile } from "../gateway/agent-files.ts";
import { GatewayCallError } from "../gateway/failure.ts";
import { readScratch, writeScratch } from "../gateway/heartbeat-scratch.ts";
import type { GatewaySession } from "../gateway/session.ts";
import { insertToken, maskGatewayToken, maskToken, sha256Hex } from "./mask-token.ts";
import { fetchFile, readToken, scratchName, tokenFileName } from "./observe-agent.ts";
import type { FileStep } from "./plan-files.ts";
import { untilKnown } from "./until-known.ts";

export type ApplyFileOptions = {
  session: GatewaySession;
  key: string;
  step: FileStep;
  /** Null when it was not read, because nothing that is written carries it. */
  token: string | null;
  heartbeatJobId: string | undefined;
  /** Replace whatever stands there. */
  overwrite: boolean;
  /** This very run added the agent: its files were looked at a moment ago, and the gateway may not know it yet. */
  isJustAdded: boolean;
  signal: AbortSignal;
};

/** The masked content that stood in our way when a write was refused; null when the gateway did not show it. */
export type FileConflict = { maskedTheirs: string | null };

export type FileResult =
  | { kind: "written"; facts: FileFacts; sha256: string; content: string }
  | { kind: "conflict"; conflict: FileConflict }
  | { kind: "failed"; error: FlightDeckError };

/**
 * Writes one file as planned, unless somebody changed it since it was read: the gateway's own guard decides where it has
 * one, a second read where it has none (BEHAVIOUR.md, Files).
 *
 * @throws as `GatewayConnection.call` for everything but a refusal of this very file
 */
export async function applyFile(options: ApplyFileOptions): Promise<FileResult> {
  const { session, key, step, token } = options;
  const content = insertToken(step.write?.ours ?? "", token);
  const sha256 = sha256Hex(content);
  try {
    if (!(await stillAsObserved(options))) return await conflictOf(options);
    const result = await untilKnown(() => write(options, content, sha256), options.isJustAdded, options.signal);
    if (result.kind === "conflict") return await conflictOf(options);
    return { kind: "written", facts: result.facts, sha256, content };
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    return { kind: "failed", error: fileRejected(session, key, step.name, maskToken(messageOf(error), token)) };
  }
}

/** Where the gateway guards nothing, or there is nothing to name a hash of, the file is read once more before it is written. */
async function stillAsObserved(options: ApplyFileOptions): Promise<boolean> {
  const { session, key, step, overwrite, isJustAdded, signal } = options;
  const { observed, name } = step;
  if (overwrite || isJustAdded || name === scratchName) return true;
  if (observed.exists && (await isGuarded(options))) return true;
  const now = await fetchFile(session, key, name, signal);
  return (now.content === null ? null : sha256Hex(now.content)) === observed.sha256;
}

/** Where no answer has shown it yet, asking for this file does: once, while the other agents wait for it. */
function isGuarded({ session, key, step, signal }: ApplyFileOptions): Promise<boolean> {
  session.guardsWrites ??= fetchFile(session, key, step.name, signal).then(
    ({ hash }) => hash !== null,
    (error: unknown) => {
      session.guardsWrites = null;
      throw error;
    },
  );
  return session.guardsWrites;
}

async function write(options: ApplyFileOptions, content: string, sha256: string): Promise<WriteResult> {
  const { session, key, step, heartbeatJobId, overwrite, signal } = options;
  if (step.name === scratchName && heartbeatJobId) {
    const expectedRevision = overwrite ? null : step.observed.revision;
    return writeScratch(session.connection, { jobId: heartbeatJobId, content, expectedRevision }, signal);
  }
  const expectedHash = !overwrite && (await session.guardsWrites) ? step.observed.sha256 : null;
  const target = { agentKey: key, name: step.name, content, expectedHash, ownHash: sha256 };
  return writeFile(session.connection, target, signal);
}

async function conflictOf(options: ApplyFileOptions): Promise<FileResult> {
  const { session, key, step, heartbeatJobId, signal } = options;
  const now =
    step.name === scratchName && heartbeatJobId
      ? await readScratch(session.connection, heartbeatJobId, signal)
      : await fetchFile(session, key, step.name, signal);
  return {
    kind: "conflict",
    conflict: { maskedTheirs: now.content === null ? null : await masked(options, now.content) },
  };
}

/** A content that nobody expected may hold the token, also where we had no need to read that. */
async function masked({ session, key, token, signal }: ApplyFileOptions, content: string): Promise<string> {
  const { connection, dialect } = session;
  const standing = token ?? readToken(dialect, (await fetchFile(session, key, tokenFileName(dialect), signal)).content);
  return maskGatewayToken(maskToken(content, standing), connection.target.token);
}

function fileRejected(session: GatewaySession, key: string, name: string, reason: string): FlightDeckError {
  return new FlightDeckError(
    "file-rejected",
    `Gateway "${session.connection.target.name}" did not take ${name} of agent ${key}: ${reason}`,
    "If the reason names the agent or the file, run a gateway check; otherwise sync this agent again.",
  );
}
