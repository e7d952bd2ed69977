import { FlightDeckError } from "../../../shared/errors.ts";
import { agentKey, workspacePath } from "../../../shared/identity.ts";
import type { Agent, Board, Gateway } from "../../../shared/records.ts";
import type { SyncOptions } from "../../../shared/sync.ts";
import { readAgentSyncStates } from "../../database/agent-sync-states.ts";
import { findMainAgent, listAgentsOfBoards, listStrayAgents, listSurplusMainAgents } from "../../database/agents.ts";
import { listBoardsOfGateway } from "../../database/boards.ts";
import type { Database } from "../../database/open-database.ts";
import { findPausedBoards } from "../../database/paused-boards.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

export type SkipReason = "paused" | "no-board";

export type Scope = {
  /**
   * Board agents by created_at, with the reason for agents that are skipped without contacting the gateway. Then the gateway's
   * surplus main agents, which a run refuses by name.
   */
  agents: { scoped: ScopedAgent; skip: SkipReason | null }[];
  /** The gateway's main agent, if requested and recorded. */
  main: ScopedAgent | null;
  /** The main agent was requested and has no record. */
  isMainMissing: boolean;
};

export type ScopeOptions = Pick<SyncOptions, "boardId" | "agentIds" | "outOfSyncOnly" | "includeMain" | "leadOnly"> & {
  /** True when the operator asks for a single agent, even of a paused board. */
  evenIfPaused: boolean;
};

/**
 * The agents a sync is about, from the records alone (docs/behaviour.md, A sync).
 * @throws FlightDeckError board-not-on-gateway
 */
export function findScope(database: Database, gateway: Gateway, options: ScopeOptions): Scope {
  const boards = new Map(listBoardsOfGateway(database, gateway.id).map((board) => [board.id, board]));
  if (options.boardId !== null && !boards.has(options.boardId)) throw notOnGateway(gateway, options.boardId);
  const boardIds = options.boardId === null ? [...boards.keys()] : [options.boardId];
  const paused = options.evenIfPaused ? new Set<string>() : findPausedBoards(database, boardIds);
  const wanted = options.agentIds && new Set(options.agentIds);
  const isWanted = (agent: Agent) => (!wanted || wanted.has(agent.id)) && (!options.leadOnly || agent.isBoardLead);
  const main = options.includeMain ? findMainAgent(database, gateway.id) : undefined;
  const onBoards = listAgentsOfBoards(database, boardIds).filter(isWanted);
  const stray = options.boardId === null ? listStrayAgents(database, gateway.id, boardIds).filter(isWanted) : [];
  const isAsked = ({ id }: Agent) => (wanted ? wanted.has(id) : options.includeMain);
  const surplus = listSurplusMainAgents(database, gateway.id).filter(isAsked);
  const differs = options.outOfSyncOnly
    ? outOfSync(database, [...onBoards, ...stray, ...surplus, ...(main ? [main] : [])])
    : isAnyone;
  return {
    agents: [
      ...onBoards.filter(differs).map((agent) => ({
        scoped: scopedAgent(gateway, agent, boards.get(agent.boardId ?? "") ?? null),
        skip: paused.has(agent.boardId ?? "") ? ("paused" as const) : null,
      })),
      ...surplus.filter(differs).map((agent) => ({ scoped: scopedAgent(gateway, agent, null), skip: null })),
      ...stray
        .filter(differs)
        .map((agent) => ({ scoped: scopedAgent(gateway, agent, null), skip: "no-board" as const })),
    ],
    isMainMissing: options.includeMain && !main,
    main: main && differs(main) ? { ...scopedAgent(gateway, main, null), isMain: true } : null,
  };
}

const isAnyone = () => true;

/** Agents that were not synced when last checked, or were never checked. */
function outOfSync(database: Database, agents: Agent[]): (agent: Agent) => boolean {
  const states = readAgentSyncStates(
    database,
    agents.map(({ id }) => id),
  );
  return ({ id }) => states.get(id)?.state !== "synced";
}

export function scopedAgent(gateway: Gateway, agent: Agent, board: Board | null): ScopedAgent {
  const key = agentKey(agent);
  return { agent, board, key, workspace: workspacePath(gateway, key), isMain: false };
}

function notOnGateway(gateway: Gateway, boardId: string): FlightDeckError {
  return new FlightDeckError(
    "board-not-on-gateway",
    `Board ${boardId} does not belong to gateway "${gateway.name}".`,
    "Choose one of this gateway's boards, or move the board to this gateway first.",
  );
}
