import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { onlyAgents, syncOptionsSchema } from "../../shared/sync-options.ts";
import { readAgent } from "../database/agents.ts";
import { findPausedBoards } from "../database/paused-boards.ts";
import { runSync } from "./engine/run-sync.ts";
import type { ProvisioningServices } from "./model/provisioning-services.ts";
import type { RunCaller, RunSyncResult } from "./model/run-request.ts";

export type WakeAgentsRequest = RunCaller & {
  gatewayId: string;
  /** Agents of this gateway, at least one. */
  agentIds: string[];
  /** Given if the agents are those of a board. */
  boardId?: string | null;
};

/**
 * Sends agents a message to begin a session (docs/behaviour.md, Waking agents). Changes neither files nor configuration. Agents of
 * paused boards are not woken.
 * @throws FlightDeckError not-found; board-paused if none may be woken; run-in-progress, before anything has begun
 */
export async function wakeAgents(services: ProvisioningServices, request: WakeAgentsRequest): Promise<RunSyncResult> {
  const { gatewayId, agentIds, boardId = null, ...caller } = request;
  const { database } = services;
  const agents = agentIds.map((id) => readAgent(database, id));
  const boardIds = [...new Set(agents.flatMap((agent) => agent.boardId ?? []))];
  const paused = findPausedBoards(database, boardIds);
  if (agents.every((agent) => agent.boardId !== null && paused.has(agent.boardId))) throw allPaused(agents.length);
  const chosen = onlyAgents(agents.map(({ id, boardId }) => ({ agentId: id, isMain: boardId === null })));
  const options = { ...syncOptionsSchema.parse({ gatewayId, boardId, ...chosen }), dryRun: false as const };
  return runSync(services, { kind: "wake", options, ...caller });
}

function allPaused(count: number): FlightDeckError {
  const [what, theirs] = count === 1 ? ["The agent was", "its board is"] : ["No agent was", "their boards are"];
  return new FlightDeckError(
    "board-paused",
    `${what} woken, because ${theirs} paused.`,
    hintsOf("board-paused").resume,
  );
}
