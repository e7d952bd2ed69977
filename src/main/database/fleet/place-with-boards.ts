import type { ImportedRow } from "../../../shared/import-report.ts";
import { readAgentsById } from "../agents.ts";
import { listBoards } from "../boards.ts";
import { listGateways } from "../gateways.ts";
import type { MovedAgent } from "../move-agents-with-boards.ts";
import type { Database } from "../open-database.ts";
import type { FleetRow } from "./parse-fleet.ts";

/**
 * An agent is on the gateway of its board, whatever gateway its own row names. A new one is put there; one that is here already
 * stays where it is until it is moved with its board.
 */
export function placeWithBoards(db: Database, rows: FleetRow[]): FleetRow[] {
  const homes = new Map(listBoards(db).map(({ id, gatewayId }) => [id, gatewayId]));
  const present = readAgentsById(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const ours = present.get(row.id);
    const boardId = row.given.includes("boardId") ? row.values.boardId : ours?.boardId;
    const home = typeof boardId === "string" ? homes.get(boardId) : null;
    if (!home || (row.values.gatewayId === home && (ours?.gatewayId ?? home) === home)) return row;
    return { ...row, values: { ...row.values, gatewayId: ours?.gatewayId ?? home } };
  });
}

/** The boards of a file, and those that its agents are on. */
export function boardsIn(rows: Map<string, FleetRow[]>): string[] {
  const ofAgents = (rows.get("agents") ?? []).map(({ values }) => values.boardId);
  const own = (rows.get("boards") ?? []).map(({ id }) => id);
  return [...new Set([...own, ...ofAgents.filter((id) => typeof id === "string")])];
}

/** The rows of an import with those of the agents that moved. */
export function withMoved(rows: ImportedRow[], moved: MovedAgent[]): ImportedRow[] {
  const isOf = (row: ImportedRow, id: string) => row.table === "agents" && row.id === id;
  const changed = rows.map((row) =>
    moved.some(({ id }) => isOf(row, id)) ? { ...row, columns: [...row.columns, "gateway_id"] } : row,
  );
  const others = moved
    .filter(({ id }) => !rows.some((row) => isOf(row, id)))
    .map(({ id, name }) => ({ table: "agents", id, name, change: "changed" as const, columns: ["gateway_id"] }));
  return [...changed, ...others];
}

export function warnOfMoves(db: Database, moved: MovedAgent[]): string[] {
  const boards = new Map(listBoards(db).map(({ id, name }) => [id, name]));
  const gateways = new Map(listGateways(db).map(({ id, name }) => [id, name]));
  const perBoard = Map.groupBy(moved, ({ boardId, fromGatewayId }) => `${boardId} ${fromGatewayId}`);
  return [...perBoard.values()].flatMap((agents) => {
    const [first] = agents;
    if (!first) return [];
    const who = agents.length === 1 ? `agent "${first.name}"` : `${agents.length} agents`;
    return [
      `boards "${boards.get(first.boardId)}": ${who} moved from gateway "${gateways.get(first.fromGatewayId)}" to "${gateways.get(first.toGatewayId)}" with the board. The next sync of "${gateways.get(first.toGatewayId)}" takes their files along.`,
    ];
  });
}
