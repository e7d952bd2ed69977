import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Agent } from "../../shared/records.ts";
import type { WakeTarget } from "../../shared/wake.ts";
import { listAgentsOfBoards, readAgent } from "../database/agents.ts";
import { readBoard } from "../database/boards.ts";
import type { Database } from "../database/open-database.ts";
import { findPausedBoards } from "../database/paused-boards.ts";
import { type WakeAgentsRequest, wakeAgents } from "../provisioning/wake-agents.ts";
import type { RunHandle } from "../runs/run-hub.ts";
import type { RouterServices } from "./operation-services.ts";

/** The agents that one run wakes: those on one gateway. */
export type WakeRun = Pick<WakeAgentsRequest, "gatewayId" | "agentIds" | "boardId">;

/**
 * The runs that wake these agents, one per gateway.
 * @throws FlightDeckError not-found; board-paused or bad-input if there is no agent to wake
 */
export function planWakeRuns(database: Database, target: WakeTarget): WakeRun[] {
  const boardId = "boardId" in target ? target.boardId : null;
  const agents = "boardId" in target ? agentsOfBoard(database, target.boardId) : readAgents(database, target.agentIds);
  const byGateway = Map.groupBy(agents, (agent) => gatewayOf(database, agent));
  return [...byGateway].map(([gatewayId, group]) => ({ gatewayId, boardId, agentIds: group.map(({ id }) => id) }));
}

function readAgents(database: Database, ids: readonly string[]): Agent[] {
  return [...new Set(ids)].map((id) => readAgent(database, id));
}

function agentsOfBoard(database: Database, boardId: string): Agent[] {
  const board = readBoard(database, boardId);
  if (findPausedBoards(database, [boardId]).has(boardId)) {
    throw new FlightDeckError(
      "board-paused",
      `Board "${board.name}" is paused, so its agents were not woken.`,
      hintsOf("board-paused").resume,
    );
  }
  const agents = listAgentsOfBoards(database, [boardId]);
  if (agents.length > 0) return agents;
  throw new FlightDeckError(
    "bad-input",
    `Board "${board.name}" has no agents to wake.`,
    hintsOf("bad-input").boardWithoutAgents,
  );
}

/** An agent is on its board's gateway or, if the board has none, on the gateway of its own record. */
function gatewayOf(database: Database, { boardId, gatewayId }: Agent): string {
  return (boardId === null ? null : readBoard(database, boardId).gatewayId) ?? gatewayId;
}

/**
 * Starts the runs that wake these agents.
 * @returns the runs that have started, and why others could not
 * @throws FlightDeckError as `planWakeRuns`, and the first error if no run could be started
 */
export async function startWake(
  services: RouterServices,
  target: WakeTarget,
): Promise<{ runIds: string[]; problems: { message: string; hint: string }[] }> {
  const { database, runs, startedBy } = services;
  const runIds: string[] = [];
  const errors: FlightDeckError[] = [];
  for (const run of planWakeRuns(database, target)) {
    try {
      const wake = (handle: RunHandle) => wakeAgents(services, { ...run, startedBy, ...handle });
      const { runId } = await runs.start(wake);
      if (runId !== null) runIds.push(runId);
    } catch (error) {
      if (!(error instanceof FlightDeckError)) throw error;
      errors.push(error);
    }
  }
  if (runIds.length === 0 && errors[0]) throw errors[0];
  return { runIds, problems: errors.map(({ message, hint }) => ({ message, hint })) };
}
