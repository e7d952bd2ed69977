import type { LimitedMode } from "../../../shared/agent-modes.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { agentKey, workspacePath } from "../../../shared/identity.ts";
import type { SyncState } from "../../../shared/plan.ts";
import type { Agent, Board, Gateway } from "../../../shared/records.ts";
import { isBeingDeleted, type ScopeOptions, type ScopePlace, scopeRule } from "../../../shared/sync-scope.ts";
import { readAgentSyncStates } from "../../database/agent-sync-states.ts";
import { findMainAgent, listAgentsOfBoards, listStrayAgents, listSurplusMainAgents } from "../../database/agents.ts";
import { listBoardsOfGateway } from "../../database/boards.ts";
import { readAgentDeliveries, readAgentModes, readGatewayNotes } from "../../database/gateway-notes.ts";
import type { Database } from "../../database/open-database.ts";
import { findPausedBoards } from "../../database/paused-boards.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

export type SkipReason = Exclude<ScopePlace, "inside" | "outside">;

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

/** All agents of a scope, the main agent last. */
export function agentsOf({ agents, main }: Pick<Scope, "agents" | "main">): ScopedAgent[] {
  return [...agents.map(({ scoped }) => scoped), ...(main ? [main] : [])];
}

export type FindScopeOptions = ScopeOptions & {
  /** True when the operator asks for a single agent, even of a paused board. */
  evenIfPaused: boolean;
};

/**
 * The agents a sync is about, from the records alone, by the rule in shared/sync-scope.ts.
 * @throws FlightDeckError board-not-on-gateway
 */
export function findScope(database: Database, gateway: Gateway, options: FindScopeOptions): Scope {
  const boards = new Map(listBoardsOfGateway(database, gateway.id).map((board) => [board.id, board]));
  const { boardId } = options;
  if (boardId !== null && !boards.has(boardId)) throw notOnGateway(gateway, boardId);
  const all = new Set(boards.keys());
  const boardIds = boardId === null ? [...all] : [boardId];
  const main = findMainAgent(database, gateway.id);
  const surplus = listSurplusMainAgents(database, gateway.id);
  const surplusIds = new Set(surplus.map(({ id }) => id));
  const candidates = [
    ...listAgentsOfBoards(database, boardIds),
    ...surplus,
    ...listStrayAgents(database, gateway.id, [...all]),
  ];
  const paused = options.evenIfPaused ? new Set<string>() : findPausedBoards(database, boardIds);
  const stateOf = options.outOfSyncOnly
    ? syncStateReader(database, main ? [...candidates, main] : candidates)
    : () => "unknown" as const;
  const isDelivered = deliveryReader(database, gateway.id);
  const modes = readAgentModes(database);
  const placed = (agent: Agent, board: Board | null) => ({
    ...scopedAgent(gateway, agent, board, modes.get(agent.id)),
    deliversHeartbeats: isDelivered(agent),
  });
  const rule = scopeRule(options, { all, paused });
  const placeOf = (agent: Agent) => {
    const facts = { isSurplus: surplusIds.has(agent.id), isBeingDeleted: isBeingDeleted(agent) };
    return rule({ ...agent, ...facts, syncState: stateOf(agent) });
  };
  const mainPlace = main ? placeOf(main) : "outside";
  return {
    // A main agent that is skipped is listed with the others, which are skipped by name.
    agents: [...candidates, ...(main && mainPlace === "being-deleted" ? [main] : [])].flatMap((agent) => {
      const place = placeOf(agent);
      if (place === "outside") return [];
      const scoped = placed(agent, boards.get(agent.boardId ?? "") ?? null);
      return [{ scoped, skip: place === "inside" ? null : place }];
    }),
    isMainMissing: options.includeMain && !main,
    main: main && mainPlace === "inside" ? { ...placed(main, null), isMain: true } : null,
  };
}

/** Whether an agent's heartbeats answer in its last chat: its own choice counts before that of its gateway. */
function deliveryReader(database: Database, gatewayId: string): (agent: Agent) => boolean {
  const { deliversHeartbeats } = readGatewayNotes(database)(gatewayId);
  const own = readAgentDeliveries(database);
  return ({ id }) => own.get(id) ?? deliversHeartbeats;
}

/** The agents' sync states when last compared. */
function syncStateReader(database: Database, agents: Agent[]): (agent: Agent) => SyncState {
  const states = readAgentSyncStates(
    database,
    agents.map(({ id }) => id),
  );
  return ({ id }) => states.get(id)?.state ?? "unknown";
}

export function scopedAgent(gateway: Gateway, agent: Agent, board: Board | null, mode?: LimitedMode): ScopedAgent {
  const key = agentKey(agent);
  const limited = mode === undefined ? {} : { mode };
  return { agent, board, key, workspace: workspacePath(gateway, key), isMain: false, ...limited };
}

function notOnGateway(gateway: Gateway, boardId: string): FlightDeckError {
  return new FlightDeckError(
    "board-not-on-gateway",
    `Board ${boardId} does not belong to gateway "${gateway.name}".`,
    hintsOf("board-not-on-gateway").choose,
  );
}
