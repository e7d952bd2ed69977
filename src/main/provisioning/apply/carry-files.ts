import { messageOf } from "../../../shared/errors.ts";
import { readFile, writeFile } from "../../gateway/agent-files.ts";
import type { Delivery } from "../../gateway/connection.ts";
import { GatewayCallError, UnknownResultError } from "../../gateway/failure.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import type { WorkspaceMove } from "../model/workspace-move.ts";
import { tokenFileName } from "../observe/observe-agent.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import { fileDiff } from "../report/file-diff.ts";
import { keptInNewPlace, leftBehind, notCarried } from "../report/move-errors.ts";
import { endsRun, type RunContext, report } from "../report/run-context.ts";
import { findCandidates } from "../tokens/find-candidates.ts";
import { maskGatewayToken, maskOtherTokens, maskToken, maskTokenLines } from "../tokens/mask-token.ts";
import type { AppliedAgent } from "./apply-agent.ts";
import { untilKnown } from "./until-known.ts";

/**
 * Records what these agents have before the gateway is told of their new workspaces: from then on it no longer shows the old
 * ones. Keeps edited files that a template replaces.
 */
export async function beginMoves(run: RunContext, plans: AgentPlan[]): Promise<void> {
  const moving = plans.flatMap(({ scoped, carrying }) =>
    scoped.move && scoped.move.verdict !== "stays" && carrying
      ? [{ agent: scoped.agent, move: scoped.move, carrying }]
      : [],
  );
  if (moving.length === 0) return;
  await run.journal.intend(
    moving.flatMap(({ agent, carrying }) =>
      carrying.replaced.map(({ fileName, theirs, ours, ...hashes }) => {
        const diff = fileDiff(fileName, theirs, ours);
        const replaces = { source: "found", maskedText: maskTokenLines(theirs), diff } as const;
        return { agentId: agent.id, fileName, ...hashes, replaces, writes: null };
      }),
    ),
  );
  run.moves.begin(
    moving.map(({ agent, move: { from, to, files }, carrying }) => {
      return { agentId: agent.id, from, to, carries: carrying.names, files };
    }),
  );
}

export type CarryFilesOptions = {
  run: RunContext;
  session: GatewaySession;
  plan: AgentPlan;
  /** This run added the agent: the gateway may not know it yet. */
  isJustAdded: boolean;
};

/**
 * Writes an agent's own files into its new workspace. An existing file there is not changed: if it differs, a warning names
 * both. Fills in `applied`; the next run tries again what could not be written.
 * @throws as `GatewayConnection.call` for everything but a refusal of a file
 */
export async function carryFiles(options: CarryFilesOptions, applied: AppliedAgent): Promise<void> {
  const { run, plan } = options;
  const { scoped, carrying } = plan;
  const { move } = scoped;
  if (!move || !carrying) return;
  const leaves = move.leaves.length > 0 || !move.isListed;
  if (move.verdict !== "stays" && leaves) report(run, leftBehind(scoped, move), scoped, "warning");
  if (carrying.names.length === 0) return;
  const kept: string[] = [];
  let isComplete = true;
  for (const name of carrying.names) {
    try {
      const arrived = await carryOne(options, move, name);
      if (arrived === "written") applied.filesWritten.push(name);
      if (arrived === "kept") kept.push(name);
    } catch (error) {
      const isOfFile = error instanceof GatewayCallError || error instanceof UnknownResultError;
      if (!isOfFile || endsRun(run, error)) throw error;
      isComplete = false;
      applied.errors.push(notCarried(scoped, move, name, messageOf(error)));
    }
  }
  if (kept.length > 0) report(run, keptInNewPlace(scoped, move, kept), scoped, "warning");
  if (!isComplete) return;
  run.journal.flush();
  run.moves.carried(scoped.agent.id);
}

async function carryOne(
  { run, session, plan, isJustAdded }: CarryFilesOptions,
  move: WorkspaceMove,
  name: string,
): Promise<"written" | "same" | "kept"> {
  const { connection } = session;
  const { agent, key: agentKey } = plan.scoped;
  const content = move.files.get(name);
  if (content === undefined) return "same";
  const mask = masking(session, plan, move);
  const present = await untilKnown(() => readFile(connection, agentKey, name, run.signal), isJustAdded, run.signal);
  if (present.content === content) return "same";
  if (present.content !== null) {
    run.journal.drift(agent.id, name, fileDiff(name, mask(content), mask(present.content)));
    return "kept";
  }
  // No version: it is the agent's own, and stays in the former workspace as well.
  const intent = { agentId: agent.id, fileName: name, theirsMaskedSha256: null, replaces: null, writes: null };
  await run.journal.intend([{ ...intent, oursMaskedSha256: sha256Hex(mask(content)) }]);
  const delivery: Delivery = { mayHaveArrived: false };
  const target = { agentKey, name, content, expectedHash: null, ownHash: sha256Hex(content) };
  try {
    await writeFile(connection, target, { signal: run.signal, delivery });
  } catch (error) {
    const state = delivery.mayHaveArrived ? "unknown" : "not-written";
    run.journal.wrote({ agentId: agent.id, fileName: name, state });
    throw error;
  }
  run.journal.wrote({ agentId: agent.id, fileName: name, state: "written" });
  return "written";
}

/** Masks tokens in content for the history: the agent's, others in its files, and the gateway's. */
function masking({ connection, dialect }: GatewaySession, plan: AgentPlan, move: WorkspaceMove) {
  const token = "token" in plan.token ? plan.token.token : null;
  const { words } = findCandidates(move.files.get(tokenFileName(dialect)) ?? "", dialect.toolsHome);
  const others = words.filter((word) => word !== token);
  return (content: string) =>
    maskGatewayToken(maskOtherTokens(maskToken(content, token), others), connection.target.token);
}
