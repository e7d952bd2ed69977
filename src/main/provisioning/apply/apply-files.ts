import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import {
  type FileFacts,
  type FileState,
  isNoPlainFile,
  type WriteResult,
  writeFile,
} from "../../gateway/agent-files.ts";
import type { Delivery } from "../../gateway/connection.ts";
import { GatewayCallError, UnknownResultError } from "../../gateway/failure.ts";
import { readScratch, writeScratch } from "../../gateway/heartbeat-scratch.ts";
import { callRefusal } from "../../gateway/refusal.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { scratchName } from "../model/observed-agent.ts";
import { isSeed } from "../model/openclaw-seeds.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import { fetchFile, tokenFileName } from "../observe/observe-agent.ts";
import type { FileStep } from "../plan/plan-files.ts";
import { notPlainFile } from "../report/sync-errors.ts";
import { findCandidates } from "../tokens/find-candidates.ts";
import { withMark } from "../tokens/manager-mark.ts";
import { insertToken, maskGatewayToken, maskOtherTokens, maskToken } from "../tokens/mask-token.ts";
import { untilKnown } from "./until-known.ts";

export type ApplyFileOptions = {
  session: GatewaySession;
  key: string;
  agentName: string;
  step: FileStep;
  /** Null when it was not read, because no file to be written includes it. */
  token: string | null;
  /** The installation that the token file names as the agent's manager; null to name none. */
  mark: string | null;
  heartbeatJobId: string | undefined;
  /** Replace whatever is there. */
  overwrite: boolean;
  /** Keeps content that appeared since the plan was made, before it is replaced. */
  keepFound: (found: FoundContent) => Promise<void>;
  /** This run added the agent: the gateway may not know it yet. */
  isJustAdded: boolean;
  /** The file was listed as missing directly before. */
  isListedMissing: boolean;
  signal: AbortSignal;
  /** Records whether a write may have arrived without an answer. */
  delivery: Delivery;
};

/** Content on the gateway: the hash has the agent's token masked, the text also the gateway's own. */
export type FoundContent = { maskedSha256: string; maskedText: string };

/** The masked content that caused a write to be refused; null if the gateway did not show it. */
export type FileConflict = { maskedTheirs: string | null };

export type FileResult =
  | { kind: "written"; facts: FileFacts; sha256: string; content: string }
  | { kind: "conflict"; conflict: FileConflict }
  | { kind: "failed"; error: FlightDeckError };

/** The content expected on the gateway. */
type Expected = {
  sha256: string | null;
  hash: string | null;
  /** The gateway's hash was not read: that of the text is the same for a file in UTF-8. */
  isGuess: boolean;
  revision: number | null;
};

/** A file that changed every time it was read is left to whoever changes it. */
const mostConflicts = 4;
/** Limits the attempts at a file if the gateway goes away every time it is written. */
const mostOutages = 20;

/**
 * Writes one file as planned, unless it was changed since it was read: the gateway's own guard decides that if it has one,
 * otherwise a second read (docs/behaviour.md, Files). With `overwrite`, a changed file is kept and then replaced.
 * @throws as `GatewayConnection.call` for everything but a refusal of this file
 */
export async function applyFile(options: ApplyFileOptions): Promise<FileResult> {
  const { step, overwrite, keepFound } = options;
  const content = contentToWrite(options);
  const sha256 = sha256Hex(content);
  const { observed } = step;
  let expected: Expected = {
    sha256: observed.sha256,
    hash: observed.gatewayHash ?? observed.sha256,
    isGuess: observed.gatewayHash === null,
    revision: observed.revision,
  };
  try {
    let [conflicts, outages] = [0, 0];
    while (true) {
      const result = await tryToWrite(options, content, expected);
      if (result.kind === "written") return { kind: "written", facts: result.facts, sha256, content };
      if (result.kind === "conflict") conflicts += 1;
      else if (++outages === mostOutages) throw noAnswer(result.why);
      const now = await readNow(options);
      if (now.content === content) return { kind: "written", facts: noFacts, sha256, content };
      const found = now.content === null ? null : await foundContent(options, now.content);
      const isAsExpected = isStill(now, expected, result.kind) || isNewSeed(step.name, now, expected);
      if (conflicts === mostConflicts || !(overwrite || isAsExpected)) {
        return { kind: "conflict", conflict: { maskedTheirs: found?.maskedText ?? null } };
      }
      if (found && !isAsExpected) await keepFound(found);
      const nowSha256 = sha256OrNull(now.content);
      expected = { sha256: nowSha256, hash: now.hash ?? nowSha256, isGuess: now.hash === null, revision: now.revision };
    }
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    if (error.failure.code === "scope-missing") {
      const text = `The gateway did not take ${step.name} of agent "${options.agentName}"`;
      return { kind: "failed", error: callRefusal(text, error, hintsOf("gateway-call-failed").syncAgain) };
    }
    const reason = maskToken(messageOf(error), options.token);
    if (isNoPlainFile(error)) {
      const gatewayName = options.session.connection.target.name;
      return { kind: "failed", error: notPlainFile(gatewayName, options.agentName, step.name, reason) };
    }
    return { kind: "failed", error: fileRejected(options, reason) };
  }
}

const noFacts: FileFacts = { sizeBytes: null, updatedAtMs: null };

function contentToWrite({ session, step, token, mark }: ApplyFileOptions): string {
  const content = insertToken(step.write?.ours ?? "", token);
  return mark !== null && step.name === tokenFileName(session.dialect) ? withMark(content, mark) : content;
}

/** `lost` if the gateway was away and has no guard against repeating the write. */
async function tryToWrite(
  options: ApplyFileOptions,
  content: string,
  expected: Expected,
): Promise<WriteResult | { kind: "lost"; why: string }> {
  const { isJustAdded, signal } = options;
  if (!(await stillAsExpected(options, expected))) return { kind: "conflict" };
  try {
    return await untilKnown(() => write(options, content, expected), isJustAdded, signal);
  } catch (error) {
    if (!(error instanceof UnknownResultError)) throw error;
    signal.throwIfAborted();
    return { kind: "lost", why: error.message };
  }
}

/** If the gateway has no guard, or there is no hash to name, the file is read once more before it is written. */
async function stillAsExpected(options: ApplyFileOptions, expected: Expected): Promise<boolean> {
  const { session, key, step, isListedMissing, signal } = options;
  if (step.name === scratchName) return true;
  if (isListedMissing && expected.sha256 === null) return true;
  if (expected.sha256 !== null && (await isGuarded(options))) return true;
  const now = await fetchFile(session, key, step.name, signal);
  return sha256OrNull(now.content) === expected.sha256;
}

/** Whether the file is as expected although it was not written: the write was lost, or named a hash that was guessed. */
function isStill(now: FileState, expected: Expected, result: "conflict" | "lost"): boolean {
  if (sha256OrNull(now.content) !== expected.sha256) return false;
  return result === "lost" || (expected.isGuess && now.hash !== null && now.hash !== expected.hash);
}

/** Whether the gateway has put its own template there since, as it does at an agent's first turn. */
function isNewSeed(name: string, { content }: FileState, expected: Expected): boolean {
  return expected.sha256 === null && content !== null && isSeed(name, sha256Hex(content));
}

function noAnswer(why: string): GatewayCallError {
  return new GatewayCallError("agents.files.set", { kind: "permanent", code: "gateway-call-failed", message: why });
}

function sha256OrNull(content: string | null): string | null {
  return content === null ? null : sha256Hex(content);
}

/** If no answer has shown it yet, this reads the file once, while the other agents wait. */
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

async function write(options: ApplyFileOptions, content: string, expected: Expected): Promise<WriteResult> {
  const { session, key, step, heartbeatJobId, signal, delivery } = options;
  if (step.name === scratchName && heartbeatJobId) {
    const scratch = { jobId: heartbeatJobId, content, expectedRevision: expected.revision };
    return writeScratch(session.connection, scratch, { signal, delivery });
  }
  const expectedHash = (await session.guardsWrites) ? expected.hash : null;
  const target = { agentKey: key, name: step.name, content, expectedHash, ownHash: sha256Hex(content) };
  return writeFile(session.connection, target, { signal, delivery });
}

function readNow({ session, key, step, heartbeatJobId, signal }: ApplyFileOptions): Promise<FileState> {
  return step.name === scratchName && heartbeatJobId
    ? readScratch(session.connection, heartbeatJobId, signal)
    : fetchFile(session, key, step.name, signal);
}

/** Unexpected content may include the token, even if we had no need to read it. */
async function foundContent(options: ApplyFileOptions, content: string): Promise<FoundContent> {
  const { session, key, step, token, signal } = options;
  const { connection, dialect } = session;
  const tokenFile = tokenFileName(dialect);
  const inFile = step.name === tokenFile ? content : (await fetchFile(session, key, tokenFile, signal)).content;
  const { words, fallback } = findCandidates(inFile, dialect.toolsHome);
  const withoutToken = maskToken(content, token ?? fallback);
  return {
    maskedSha256: sha256Hex(withoutToken),
    maskedText: maskGatewayToken(maskOtherTokens(withoutToken, words), connection.target.token),
  };
}

function fileRejected(
  { session, agentName, step: { name }, delivery }: ApplyFileOptions,
  reason: string,
): FlightDeckError {
  const { connection } = session;
  const { mayHaveArrived } = delivery;
  const hints = hintsOf("file-rejected");
  const what = mayHaveArrived ? `did not say whether it took ${name}` : `did not take ${name}`;
  return new FlightDeckError(
    "file-rejected",
    `Gateway "${connection.target.name}" ${what} of agent "${agentName}": ${reason}`,
    hints.check,
  );
}
