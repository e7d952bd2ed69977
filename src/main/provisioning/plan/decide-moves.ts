import type { JsonObject } from "../../../shared/records.ts";
import type { MoveRecord } from "../../database/workspace-moves.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { rosterOf } from "../desired/roster-agent.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sideBySide } from "../model/side-by-side.ts";
import type { WorkspaceContents, WorkspaceMove } from "../model/workspace-move.ts";
import { type FormerSelf, findFormerSelf } from "../observe/find-former-self.ts";
import { type FindOnFormerGateway, FormerHomeAwayError } from "../observe/find-on-former-gateway.ts";
import { readContents } from "../observe/read-contents.ts";
import { formerHomeAway, formerSelfStays, workspaceKept } from "../report/move-errors.ts";
import type { OwnedBook } from "../report/owned-book.ts";
import { endsRun, type RunContext, recordOutcome, report } from "../report/run-context.ts";
import { outcomeRow } from "../report/run-tally.ts";
import { type EntryChange, planConfig } from "./plan-config.ts";
import type { PlanFilter } from "./plan-filter.ts";
import { decideMove, isSamePath } from "./plan-move.ts";

export type DecideMovesOptions = {
  run: RunContext;
  session: GatewaySession;
  agents: ScopedAgent[];
  filter: PlanFilter;
  /** The ids of the gateway's records now. */
  keysInUse: ReadonlySet<string>;
  owned: OwnedBook;
  /** Finds where an agent was before its board moved to this gateway. */
  findOnFormerGateway: FindOnFormerGateway;
};

/**
 * Reads the agents whose roster entry names another workspace than their record, before anything is planned: decides which
 * agents move and which keep their workspace, and resumes interrupted moves. An agent whose workspace cannot be read fails
 * here.
 * @returns the agents with the workspace they are to have
 * @throws what ends the run: the gateway stayed away, or cancel
 */
export async function decideMoves(options: DecideMovesOptions): Promise<ScopedAgent[]> {
  const { run, session, agents } = options;
  const roster = session.dialect.readRoster(session.config.config);
  const { changes } = planConfig(session, { agents: rosterOf(agents.map((scoped) => ({ scoped }))), settings: false });
  if (run.options.fileNames) {
    return agents.map((scoped) => whereItIs(scoped, { roster, change: changes.get(scoped.key) }));
  }
  const decided = await sideBySide(agents, async (scoped) => {
    try {
      // A mode that leaves the roster alone leaves the workspace alone too.
      if (scoped.mode !== undefined) return scoped;
      return await decideOne(options, scoped, { roster, change: changes.get(scoped.key) });
    } catch (error) {
      if (endsRun(run, error)) throw error;
      report(run, error, scoped);
      recordOutcome(run, outcomeRow(scoped, "failed", "error"));
      return null;
    }
  });
  return decided.filter((scoped) => scoped !== null);
}

type InRoster = { roster: Map<string, JsonObject>; change: EntryChange | undefined };

/** A sync of chosen files writes them where the agent is, and they name that workspace. */
function whereItIs(scoped: ScopedAgent, { roster, change }: InRoster): ScopedAgent {
  const workspace = roster.get(scoped.key)?.workspace;
  if (change?.keys.workspace === undefined || typeof workspace !== "string" || workspace.trim() === "") return scoped;
  return { ...scoped, workspace, isMisplaced: true };
}

async function decideOne(
  options: DecideMovesOptions,
  scoped: ScopedAgent,
  { roster, change }: InRoster,
): Promise<ScopedAgent> {
  const { run, session, filter, keysInUse, owned } = options;
  const { agent, key } = scoped;
  const entry = roster.get(key);
  const begun = run.moves.begun(agent.id);
  const notedKey = entry ? null : owned.notedKey(agent.id);
  // The agent was last active there, even if this gateway still has an entry from before.
  const home = begun ? null : await findFormerHome(options, scoped);
  if (home) return asFormerSelf(run, scoped, { contents: home, begun });
  const former = entry ? null : await findFormerSelf({ run, session, scoped, roster, keysInUse, notedKey });
  if (former) {
    const moved = asFormerSelf(run, scoped, { ...former, begun });
    report(run, formerSelfStays(scoped, former.key), scoped, "warning");
    return moved;
  }
  const isAskedFor = entry !== undefined && change?.keys.workspace !== undefined;
  if (!begun && !isAskedFor) return scoped;
  const resumed = (files: Map<string, string>): ScopedAgent => {
    if (!begun) return scoped;
    const { from, carries } = begun;
    return { ...scoped, move: { ...unhindered, verdict: "resumes", from, to: scoped.workspace, files, owed: carries } };
  };
  // The agent was removed from the gateway in the meantime: it is added again, with the files it had.
  if (!entry) return resumed(begun?.files ?? new Map());
  const present = typeof entry.workspace === "string" ? entry.workspace : undefined;
  const contents = await readContents({ session, key, workspace: present, signal: run.signal });
  const isBack = begun !== undefined && isSamePath(contents.path, begun.from);
  if (isBack && !run.options.dryRun) run.moves.end(agent.id);
  const owed = begun && !isBack ? { names: begun.carries, files: begun.files } : { names: [], files: new Map() };
  if (!isAskedFor || isSamePath(contents.path, scoped.workspace)) {
    return isBack ? scoped : resumed(new Map([...owed.files, ...contents.files]));
  }
  const staysPut = filter.staysPut(scoped);
  if (!staysPut && !filter.takesEntry(scoped, change)) return scoped;
  const decided = decideMove({ contents, to: scoped.workspace, owed, leaveRest: run.options.moveWorkspaces });
  const move: WorkspaceMove = staysPut ? { ...decided, verdict: "stays" } : decided;
  if (move.verdict === "stays") {
    report(run, workspaceKept(scoped, move), scoped);
    return { ...scoped, workspace: present ?? contents.path, move };
  }
  return { ...scoped, move };
}

/** @throws FlightDeckError workspace-kept if the former gateway cannot be read and the operator did not give the files up */
async function findFormerHome(
  { run, findOnFormerGateway }: DecideMovesOptions,
  scoped: ScopedAgent,
): Promise<WorkspaceContents | null> {
  try {
    const home = await findOnFormerGateway(scoped);
    return home && { ...home.contents, path: `${home.contents.path} on gateway "${home.gatewayName}"` };
  } catch (error) {
    if (!(error instanceof FormerHomeAwayError)) throw error;
    const away = formerHomeAway(scoped, error.gatewayName, error.message);
    if (!run.options.moveWorkspaces) throw away;
    report(run, away, scoped, "warning");
    return { path: `gateway "${error.gatewayName}"`, files: new Map(), unreadable: [], others: [] };
  }
}

/** @throws FlightDeckError workspace-kept if something would be left behind */
function asFormerSelf(
  run: RunContext,
  scoped: ScopedAgent,
  { contents, begun }: Pick<FormerSelf, "contents"> & { begun: MoveRecord | undefined },
): ScopedAgent {
  // An earlier run was interrupted before the gateway had the agent: its present files count, not its former ones.
  const owed = { names: [], files: begun?.files ?? new Map<string, string>() };
  const { moveWorkspaces: leaveRest } = run.options;
  const move = decideMove({ contents, to: scoped.workspace, owed, leaveRest });
  if (move.verdict === "stays") throw workspaceKept(scoped, move);
  return { ...scoped, move: { ...move, verdict: "resumes", owed: ownNames.filter((name) => move.files.has(name)) } };
}

const ownNames = ["MEMORY.md", "USER.md", "memory.md"];
const unhindered = { leaves: [], isListed: true };
