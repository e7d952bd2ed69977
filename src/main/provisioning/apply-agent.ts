import { FlightDeckError, messageOf } from "../../shared/errors.ts";
import { readFile } from "../gateway/agent-files.ts";
import { GatewayCallError } from "../gateway/failure.ts";
import type { GatewaySession } from "../gateway/session.ts";
import { applyFile, type FileResult } from "./apply-files.ts";
import { fileDiff } from "./file-diff.ts";
import { sessionKeyOf } from "./identity.ts";
import { readToken, tokenFileName } from "./observe-agent.ts";
import { type AgentPlan, filesToWrite } from "./plan-agent.ts";
import type { FileStep } from "./plan-files.ts";
import type { TokenBook } from "./tokens/token-book.ts";
import type { SeenFile } from "./written-files.ts";

export type ApplyAgentOptions = {
  session: GatewaySession;
  plan: AgentPlan;
  tokens: TokenBook;
  heartbeatJobId: string | undefined;
  overwrite: boolean;
  /** This very run added the agent, and looked into its workspace a moment ago. */
  isJustAdded: boolean;
  signal: AbortSignal;
};

export type AppliedAgent = {
  filesWritten: string[];
  filesUnchanged: string[];
  filesPreserved: string[];
  errors: FlightDeckError[];
  /** Diffs of what was edited on the gateway and is now replaced, or stands in our way. */
  drift: { fileName: string; diff: string }[];
  seen: SeenFile[];
  rekeyed: boolean;
};

/** What is known before anything is written; `applyAgent` fills in the rest as it happens, so that a cut-off run can tell. */
export function nothingApplied(plan: AgentPlan): AppliedAgent {
  const named = (action: FileStep["action"]) =>
    plan.files.filter((step) => step.action === action && step.observed.exists).map(({ name }) => name);
  return {
    filesWritten: [],
    filesUnchanged: named("unchanged"),
    filesPreserved: named("preserved"),
    errors: [],
    drift: [],
    seen: plan.files.flatMap((step) => seenAsObserved(step) ?? []),
    rekeyed: false,
  };
}

/**
 * Carries out one agent's plan: token first recorded as pending, then the files, then the token read back and made
 * current, then the session (BEHAVIOUR.md, Agent tokens and Template sync). Fills in `applied` as it goes.
 *
 * @throws as `GatewayConnection.call` when the gateway is away or the run is cancelled
 */
export async function applyAgent(options: ApplyAgentOptions, applied: AppliedAgent): Promise<void> {
  const { session, plan, tokens, signal } = options;
  const token = await tokens.prepare(plan.scoped.agent, plan.token);
  await writeFiles(options, token, applied);
  if (plan.token.kind === "mint" && applied.errors.length === 0) {
    if (await isOnGateway(options, token)) {
      tokens.makeCurrent(plan.scoped.agent.id, token);
      applied.rekeyed = true;
    } else applied.errors.push(notReadBack(plan));
  }
  if (plan.resetSession && applied.errors.length === 0) await resetSession(session, plan, applied, signal);
}

async function writeFiles(options: ApplyAgentOptions, token: string, applied: AppliedAgent): Promise<void> {
  const steps = filesToWrite(options.plan);
  // BOOTSTRAP goes first: a workspace that lacks it later counts as one whose agent has finished with it.
  const first = steps.filter(({ owner }) => owner === "bootstrap");
  const rest = steps.filter(({ owner }) => owner !== "bootstrap");
  for (const step of first) await writeOne(options, step, token, applied);
  await Promise.all(rest.map((step) => writeOne(options, step, token, applied)));
  applied.filesWritten.sort();
}

async function writeOne(
  options: ApplyAgentOptions,
  step: FileStep,
  token: string,
  applied: AppliedAgent,
): Promise<void> {
  const { session, plan, heartbeatJobId, overwrite, isJustAdded, signal } = options;
  const { key } = plan.scoped;
  const result = await applyFile({ session, key, step, token, heartbeatJobId, overwrite, isJustAdded, signal });
  record(result, step, plan, applied);
}

function record(result: FileResult, step: FileStep, plan: AgentPlan, applied: AppliedAgent): void {
  const { ours, theirs } = step.write ?? { ours: "", theirs: null };
  if (result.kind === "failed") applied.errors.push(result.error);
  else if (result.kind === "conflict") {
    applied.errors.push(conflictError(plan, step));
    applied.drift.push({ fileName: step.name, diff: fileDiff(step.name, result.conflict.maskedTheirs ?? "", ours) });
  } else {
    applied.filesWritten.push(step.name);
    if ((step.moved === "theirs" || step.moved === "both") && theirs !== null)
      applied.drift.push({ fileName: step.name, diff: fileDiff(step.name, theirs, ours) });
    const maskedSha256 = step.oursMaskedSha256;
    applied.seen.push({
      fileName: step.name,
      sha256: result.sha256,
      maskedSha256,
      writtenMaskedSha256: maskedSha256,
      ...result.facts,
    });
  }
}

/** What a file that stays as it is looked like: it need not be fetched again while its size and time stay the same. */
function seenAsObserved({ name, action, observed, oursMaskedSha256 }: FileStep): SeenFile | null {
  if (!observed.exists || observed.sha256 === null || observed.maskedSha256 === null) return null;
  if (action !== "unchanged" && action !== "preserved") return null;
  return {
    fileName: name,
    sha256: observed.sha256,
    maskedSha256: observed.maskedSha256,
    writtenMaskedSha256: action === "unchanged" ? oursMaskedSha256 : null,
    ...observed.facts,
  };
}

async function isOnGateway({ session, plan, signal }: ApplyAgentOptions, token: string): Promise<boolean> {
  const file = await readFile(session.connection, plan.scoped.key, tokenFileName(session.dialect), signal);
  return readToken(session.dialect, file.content) === token;
}

async function resetSession(
  session: GatewaySession,
  plan: AgentPlan,
  applied: AppliedAgent,
  signal?: AbortSignal,
): Promise<void> {
  const { agent } = plan.scoped;
  try {
    await session.connection.call("sessions.reset", { key: sessionKeyOf(plan.scoped) }, { kind: "write", signal });
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    applied.errors.push(
      new FlightDeckError(
        "session-reset-failed",
        `The files of agent "${agent.name}" are in place, but its session was not reset: ${messageOf(error)}`,
        "Sync this agent again with session reset, or reset the session on the gateway.",
      ),
    );
  }
}

function conflictError(plan: AgentPlan, step: FileStep): FlightDeckError {
  return new FlightDeckError(
    "file-conflict",
    `${step.name} of agent "${plan.scoped.agent.name}" was changed on the gateway while we were syncing; it was left as it is.`,
    "Look at the diff of this run, then sync again to restore ours (with overwrite, whatever stands there is replaced).",
  );
}

function notReadBack(plan: AgentPlan): FlightDeckError {
  return new FlightDeckError(
    "token-not-read-back",
    `Agent "${plan.scoped.agent.name}" was given a new token, but reading it back from the gateway showed another one. The old token stays valid.`,
    "Sync this agent again with rotate tokens; check that the templates hold a line AUTH_TOKEN={{ auth_token }}.",
  );
}
