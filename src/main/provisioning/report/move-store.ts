import { forgetFormerGateway } from "../../database/move-agents-with-boards.ts";
import type { Database } from "../../database/open-database.ts";
import {
  forgetMove,
  type MoveRecord,
  markCarried,
  openMove,
  readMoves,
  saveMoves,
} from "../../database/workspace-moves.ts";
import type { Vault } from "../../vault/vault.ts";

/** Records changes of workspace in progress. */
export type MoveStore = {
  /**
   * A move that an earlier run did not finish.
   * @throws FlightDeckError vault-key
   */
  begun(agentId: string): MoveRecord | undefined;
  /** Recorded durably before the gateway is told. */
  begin(moves: Omit<MoveRecord, "gatewayId">[]): void;
  carried(agentId: string): void;
  /** The move is complete, or it never happened: nothing of the agent's is anywhere else. */
  end(agentId: string): void;
};

/** The moves of these agents on one gateway, as they were when the run began. */
export function openMoveStore(
  { database, vault }: { database: Database; vault: Vault },
  gatewayId: string,
  agentIds: string[],
): MoveStore {
  const sealed = readMoves(database, agentIds);
  return {
    begun(agentId) {
      const row = sealed.get(agentId);
      return row?.gatewayId === gatewayId ? openMove(vault, row) : undefined;
    },
    begin: (moves) =>
      saveMoves(
        database,
        vault,
        moves.map((move) => ({ ...move, gatewayId })),
      ),
    carried: (agentId) => markCarried(database, agentId),
    end(agentId) {
      forgetMove(database, agentId);
      forgetFormerGateway(database, agentId);
    },
  };
}
