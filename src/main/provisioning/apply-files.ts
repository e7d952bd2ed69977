import { FlightDeckError, messageOf } from "../../shared/errors.ts";
import { type FileFacts, readFile, type WriteResult, writeFile } from "../gateway/agent-files.ts";
import { GatewayCallError } from "../gateway/failure.ts";
import { readScratch, writeScratch } from "../gateway/heartbeat-scratch.ts";
import type { GatewaySession } from "../gateway/session.ts";
import { insertToken, maskToken, sha256Hex } from "./mask-token.ts";
import { scratchName } from "./observe-agent.ts";
import type { FileStep } from "./plan-files.ts";
import { untilKnown } from "./until-known.ts";

export type ApplyFileOptions = {
  session: GatewaySession;
  key: string;
  step: FileStep;
  token: string;
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
  | { kind: "written"; facts: FileFacts; sha256: string }
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
    return { kind: "written", facts: result.facts, sha256 };
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    return { kind: "failed", error: fileRejected(session, key, step.name, maskToken(messageOf(error), token)) };
  }
}

/** Where the gateway guards nothing, the file is read once more right before it is written. */
async function stillAsObserved({
  session,
  key,
  step,
  overwrite,
  isJustAdded,
  signal,
}: ApplyFileOptions): Promise<boolean> {
  const { observed, name } = step;
  if (overwrite || isJustAdded || observed.guarded || name === scratchName) return true;
  const now = await readFile(session.connection, key, name, signal);
  return (now.content === null ? null : sha256Hex(now.content)) === observed.sha256;
}

async function write(options: ApplyFileOptions, content: string, sha256: string): Promise<WriteResult> {
  const { session, key, step, heartbeatJobId, overwrite, signal } = options;
  if (step.name === scratchName && heartbeatJobId) {
    const expectedRevision = overwrite ? null : step.observed.revision;
    return writeScratch(session.connection, { jobId: heartbeatJobId, content, expectedRevision }, signal);
  }
  const expectedHash = step.observed.guarded && !overwrite ? step.observed.sha256 : null;
  const target = { agentKey: key, name: step.name, content, expectedHash, ownHash: sha256 };
  return writeFile(session.connection, target, signal);
}

async function conflictOf(options: ApplyFileOptions): Promise<FileResult> {
  const { session, key, step, token, heartbeatJobId, signal } = options;
  const now =
    step.name === scratchName && heartbeatJobId
      ? await readScratch(session.connection, heartbeatJobId, signal)
      : await readFile(session.connection, key, step.name, signal);
  return { kind: "conflict", conflict: { maskedTheirs: now.content === null ? null : maskToken(now.content, token) } };
}

function fileRejected(session: GatewaySession, key: string, name: string, reason: string): FlightDeckError {
  return new FlightDeckError(
    "file-rejected",
    `Gateway "${session.connection.target.name}" did not take ${name} of agent ${key}: ${reason}`,
    "If the reason names the agent or the file, run a gateway check; otherwise sync this agent again.",
  );
}
