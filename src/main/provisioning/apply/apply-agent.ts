import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import type { SeenFile } from "../model/written-file-facts.ts";
import { fetchFile, tokenFileName } from "../observe/observe-agent.ts";
import { type AgentPlan, filesToWrite } from "../plan/plan-agent.ts";
import type { FileStep } from "../plan/plan-files.ts";
import { fileDiff } from "../report/file-diff.ts";
import type { RunJournal } from "../report/run-context.ts";
import type { StepBook } from "../report/step-book.ts";
import { tokenGone } from "../report/token-errors.ts";
import { findCandidates, isReadable } from "../tokens/find-candidates.ts";
import { tokenPlaceholder } from "../tokens/mask-token.ts";
import type { TokenBook } from "../tokens/token-book.ts";
import { applyFile, type FileResult, type FoundContent } from "./apply-files.ts";
import { type IntendWriteOptions, intendWrite } from "./intend-write.ts";
import { listMissing } from "./list-missing.ts";
import { resetSession } from "./reset-session.ts";
import { pairsBefore, restoredPairs } from "./restored-pairs.ts";
import { noFacts, seenAsObserved, withoutFactsUnderToken } from "./seen-files.ts";
import { newTokenNotEverywhere, newTokenNotWritten, notCurrent, notReadBack } from "./token-write-errors.ts";

export type ApplyAgentOptions = {
  session: GatewaySession;
  plan: AgentPlan;
  tokens: TokenBook;
  journal: Pick<RunJournal, "intend" | "keepTheirs" | "wrote">;
  steps: StepBook;
  heartbeatJobId: string | undefined;
  overwrite: boolean;
  /** Names this installation in the file with the token. */
  mark: string;
  /** This run added the agent. */
  isJustAdded: boolean;
  signal: AbortSignal;
};

export type AppliedAgent = {
  filesWritten: string[];
  filesUnchanged: string[];
  filesPreserved: string[];
  /** They had the earlier content already that was to come back, or are kept as they are. */
  filesRestored: string[];
  /** Sent, but they may not have arrived. */
  filesUncertain: string[];
  errors: FlightDeckError[];
  /** Diffs of conflicting files. Diffs of replaced files are recorded before the write. */
  drift: { fileName: string; diff: string }[];
  seen: SeenFile[];
  /** The agent's current hash changed: its new token was read back, or an interrupted re-key was finished. */
  rekeyed: boolean;
  sessionReset: boolean;
};

/** The result before anything is written; `applyAgent` fills it in as it works, so that an interrupted run has it too. */
export function nothingApplied(plan: AgentPlan): AppliedAgent {
  const named = (action: FileStep["action"]) =>
    plan.files.filter((step) => step.action === action && step.observed.exists).map(({ name }) => name);
  return {
    filesWritten: [],
    filesUnchanged: named("unchanged"),
    filesPreserved: named("preserved"),
    filesRestored: [],
    filesUncertain: [],
    errors: [],
    drift: [],
    seen: plan.files.flatMap((step) => seenAsObserved(step, plan.token) ?? []),
    rekeyed: false,
    sessionReset: false,
  };
}

/**
 * Carries out one agent's plan: records the token as pending, and the writes with what they replace; then writes the files,
 * reads the token back and makes it current, and resets the session (docs/behaviour.md, Agent tokens). Fills in `applied` as it
 * works.
 * @throws as `GatewayConnection.call` when the gateway is away or the run is cancelled
 */
export async function applyAgent(options: ApplyAgentOptions, applied: AppliedAgent): Promise<void> {
  const { plan, tokens, journal } = options;
  const intents = filesToWrite(plan).map((step) => intendWrite(plan, step, intending(options)));
  // Before the write: whatever cuts the run off, the next sync finds the earlier content kept, or not there.
  const kept = restoredPairs(plan);
  journal.keepTheirs(plan.scoped.agent.id, kept);
  applied.filesRestored = plan.files
    .filter(({ restores, keeps, action }) => keeps || (restores && action === "unchanged"))
    .map(({ name }) => name);
  // In parallel, so that both share one sync of the disk.
  const [prepared] = await Promise.all([tokens.prepare(plan.scoped.agent, plan.token), journal.intend(intents)]);
  applied.rekeyed = plan.token.kind === "adopt";
  const token = prepared ?? (await readStandingToken(options));
  try {
    await writeFiles(options, token, applied);
    if (plan.token.kind === "mint") await verifyNewToken(options, token, applied);
  } finally {
    if (plan.token.kind === "mint" && !applied.rekeyed) applied.seen = applied.seen.map(withoutFactsUnderToken);
  }
  if (!plan.resetSession || applied.errors.length > 0) return;
  const { wasReset, error } = await resetSession({ ...options, scoped: plan.scoped });
  applied.sessionReset = wasReset;
  if (error) applied.errors.push(error);
}

function intending({ session, isJustAdded }: ApplyAgentOptions): IntendWriteOptions {
  return { isJustAdded, gatewayToken: session.connection.target.token };
}

/**
 * Makes a new token current once it is read back from the file that agents read it from, whatever happened to the other files:
 * from then on the old one can no longer be read. Reports it if another file with the token was not written.
 */
async function verifyNewToken(options: ApplyAgentOptions, token: string | null, applied: AppliedAgent): Promise<void> {
  const { session, plan, tokens } = options;
  const tokenFile = tokenFileName(session.dialect);
  const carriers = filesToWrite(plan).filter(carriesToken);
  const left = carriers.map(({ name }) => name).filter((name) => !applied.filesWritten.includes(name));
  if (left.includes(tokenFile)) {
    applied.errors.push(newTokenNotWritten(plan, tokenFile));
    return;
  }
  const content = await readBack(options, applied);
  if (content === null) return;
  if (token === null || !isReadable(token, content, session.dialect.toolsHome)) {
    const before =
      plan.scoped.agent.agentTokenHash === null ? "It has no valid token yet" : "The old token stays valid";
    applied.errors.push(notReadBack(plan, `it cannot be read back from the gateway. ${before}`));
    return;
  }
  const { agent } = plan.scoped;
  const candidatesIn = (text: string) => findCandidates(text, session.dialect.toolsHome);
  const refused = await tokens.makeCurrent(agent, {
    token,
    fileSha256: sha256Hex(content),
    async readAgain() {
      const now = await readBack(options, applied);
      return now === null ? null : { candidates: candidatesIn(now), fileSha256: sha256Hex(now) };
    },
  });
  if (refused) {
    applied.errors.push(notCurrent(agent, refused));
    return;
  }
  applied.rekeyed = true;
  if (left.length > 0) applied.errors.push(newTokenNotEverywhere(plan, left));
}

/** The present content of the token file, or null with the reason in `applied`. */
async function readBack({ session, plan, signal }: ApplyAgentOptions, applied: AppliedAgent): Promise<string | null> {
  try {
    const { content } = await fetchFile(session, plan.scoped.key, tokenFileName(session.dialect), signal);
    return content ?? "";
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    applied.errors.push(notReadBack(plan, `the gateway would not show it: ${messageOf(error)}`));
    return null;
  }
}

function carriesToken({ write }: FileStep): boolean {
  return write?.ours.includes(tokenPlaceholder) ?? false;
}

/**
 * The token that a quick check did not read, if a file to be written includes it.
 * @throws FlightDeckError file-conflict when the file it was verified in has changed since, token-unreadable when that file has
 * no token
 */
async function readStandingToken({ session, plan, tokens, signal }: ApplyAgentOptions): Promise<string | null> {
  if (plan.token.kind !== "keep" || plan.token.token !== null) return null;
  if (!filesToWrite(plan).some(carriesToken)) return null;
  const name = tokenFileName(session.dialect);
  const { content } = await fetchFile(session, plan.scoped.key, name, signal);
  if (content === null || sha256Hex(content) !== plan.token.inFileSha256) throw conflictError(plan, name);
  const candidates = findCandidates(content, session.dialect.toolsHome);
  const read = await tokens.observe(plan.scoped.agent, { candidates, fileSha256: plan.token.inFileSha256 });
  if (!read.matchesCurrent) throw tokenGone(plan.scoped, name);
  return read.token;
}

type WriteFilesOptions = ApplyAgentOptions & { missing: ReadonlySet<string> };

async function writeFiles(agent: ApplyAgentOptions, token: string | null, applied: AppliedAgent): Promise<void> {
  const steps = filesToWrite(agent.plan);
  const { session, plan, signal, isJustAdded } = agent;
  const isNew = isJustAdded && steps.some(({ observed }) => observed.sha256 === null);
  const missing = isNew ? await listMissing(session, plan.scoped.key, signal) : new Set<string>();
  const options = { ...agent, missing };
  // BOOTSTRAP goes first: if a workspace lacks it later, its agent has finished with it.
  const first = steps.filter(({ owner }) => owner === "bootstrap");
  const rest = steps.filter(({ owner }) => owner !== "bootstrap");
  for (const step of first) await writeOne(options, step, token, applied);
  // An interrupted write does not end the others: writes in progress finish and are reported.
  const results = await Promise.allSettled(rest.map((step) => writeOne(options, step, token, applied)));
  applied.filesWritten.sort();
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

async function writeOne(
  options: WriteFilesOptions,
  step: FileStep,
  token: string | null,
  applied: AppliedAgent,
): Promise<void> {
  const { session, plan, tokens } = options;
  const { agent } = plan.scoped;
  const result = await writeAndTell(options, step, token, applied);
  record(result, step, plan, applied);
  if (result.kind !== "written" || step.name !== tokenFileName(session.dialect)) return;
  // A new token must still be read back.
  const isVerified = plan.token.kind === "keep" || plan.token.kind === "adopt";
  const isInFile = token !== null && isReadable(token, result.content, session.dialect.toolsHome);
  if (isVerified && isInFile) tokens.wroteIn(agent.id, result.sha256);
}

/** Writes the file, and records the result in the journal, also when interrupted. */
async function writeAndTell(
  options: WriteFilesOptions,
  step: FileStep,
  token: string | null,
  applied: AppliedAgent,
): Promise<FileResult> {
  const { session, plan, journal, heartbeatJobId, overwrite, isJustAdded, signal } = options;
  // A token that matches no hash of ours stays under the name that its file has.
  const mark = plan.token.kind === "keep-mismatched" ? plan.token.manager : options.mark;
  const { key, agent } = plan.scoped;
  const delivery = { mayHaveArrived: false };
  const keepFound = ({ maskedSha256, maskedText }: FoundContent) => {
    const now = { ...step, isForeign: true, observed: { ...step.observed, maskedSha256 } };
    const write = { ours: step.write?.ours ?? "", theirs: maskedText };
    // It appeared since: a gateway seeds a new workspace earlier.
    const intends = { ...intending(options), isJustAdded: false };
    return journal.intend([intendWrite(plan, { ...now, moved: "both", write }, intends)]);
  };
  let kind: FileResult["kind"] | null = null;
  try {
    const where = { session, key, agentName: agent.name, heartbeatJobId, isJustAdded, signal, delivery };
    const isListedMissing = options.missing.has(step.name);
    const result = await applyFile({ ...where, step, token, mark, overwrite, isListedMissing, keepFound });
    kind = result.kind;
    return result;
  } finally {
    // In a conflict, other content was seen there.
    const isUncertain = delivery.mayHaveArrived && (kind === null || kind === "failed");
    if (isUncertain) applied.filesUncertain.push(step.name);
    const state = kind === "written" ? "written" : isUncertain ? "unknown" : "not-written";
    journal.wrote({ agentId: agent.id, fileName: step.name, state });
    if (state === "not-written") journal.keepTheirs(agent.id, pairsBefore(step));
  }
}

function record(result: FileResult, step: FileStep, plan: AgentPlan, applied: AppliedAgent): void {
  const ours = step.write?.ours ?? "";
  if (result.kind === "failed") applied.errors.push(result.error);
  else if (result.kind === "conflict") {
    applied.errors.push(conflictError(plan, step.name));
    applied.drift.push({ fileName: step.name, diff: fileDiff(step.name, result.conflict.maskedTheirs ?? "", ours) });
  } else {
    applied.filesWritten.push(step.name);
    const maskedSha256 = step.oursMaskedSha256;
    applied.seen.push({
      fileName: step.name,
      sha256: result.sha256,
      maskedSha256,
      writtenMaskedSha256: maskedSha256,
      ...(plan.token.kind === "keep-mismatched" ? noFacts : result.facts),
    });
  }
}

function conflictError(plan: AgentPlan, fileName: string): FlightDeckError {
  return new FlightDeckError(
    "file-conflict",
    `${fileName} of agent "${plan.scoped.agent.name}" was changed on the gateway during the sync, so it was not written.`,
    hintsOf("file-conflict").seeDiff,
  );
}
