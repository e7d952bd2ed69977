import type { BulkReport } from "../../../shared/bulk.ts";
import type { Board } from "../../../shared/records.ts";
import { listAgentsOfBoards } from "../../database/agents.ts";
import { readBoard } from "../../database/boards.ts";
import { readGateway } from "../../database/gateways.ts";
import { tryLockGateway } from "../../provisioning/model/run-lock.ts";
import { removeBoard } from "../delete-board.ts";
import { type RecordsServices, saveRecords } from "../save-records.ts";
import { confirmCount } from "./confirm-count.ts";

/** `confirmCount` is how many will be deleted; null for a dry run. */
export type BoardsDeletion = { boardIds: readonly string[]; confirmCount: number | null; dryRun: boolean };

/**
 * Deletes boards with their agents' records, all that can be deleted in one transaction; on the gateways the agents stay. Boards on
 * a gateway with a run in progress are left out.
 * @throws FlightDeckError not-found; bad-input when another number was confirmed, and then nothing was deleted
 */
export function deleteBoards(
  services: RecordsServices & { dataDir: string },
  { boardIds, confirmCount: typed, dryRun }: BoardsDeletion,
): BulkReport {
  const { database, dataDir } = services;
  const boards = [...new Set(boardIds)].map((id) => readBoard(database, id));
  const gatewayIds = new Set(boards.flatMap(({ gatewayId }) => gatewayId ?? []));
  const locks = new Map([...gatewayIds].map((id) => [id, tryLockGateway(dataDir, id)]));
  try {
    const isBusy = ({ gatewayId }: Board) => gatewayId !== null && locks.get(gatewayId) === null;
    const free = boards.filter((board) => !isBusy(board));
    const report: BulkReport = {
      done: free.map(({ id, name }) => ({ id, name, note: whatGoes(listAgentsOfBoards(database, [id]).length) })),
      leftOut: boards.filter(isBusy).map(({ id, name, gatewayId }) => {
        const gateway = readGateway(database, gatewayId ?? "").name;
        return { id, name, note: `a run is in progress on gateway "${gateway}"` };
      }),
      failed: [],
    };
    if (dryRun) return report;
    confirmCount("board", free.length, typed ?? 0);
    saveRecords(services, { tell: ["boards", "gateways", "agents", "bin"] }, () => {
      for (const board of free) removeBoard(database, board);
    });
    return report;
  } finally {
    for (const unlock of locks.values()) unlock?.();
  }
}

function whatGoes(agents: number): string {
  if (agents === 0) return "it has no agents";
  return `with the ${agents === 1 ? "record of its agent, which stays" : `records of its ${agents} agents, which stay`} on the gateway`;
}
