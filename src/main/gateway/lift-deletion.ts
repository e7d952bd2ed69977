import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError } from "./failure.ts";

/**
 * Removes the deletion mark that `agents.delete` leaves on an agent's id, from an agent that is in the roster again. A gateway
 * from 2026.8.1 on keeps the mark until `agents.create` is called for the id. Until then, an agent that a patch has put back
 * gets no automation ("cron job agent is unavailable") and no session ("agent database is unavailable while agent … is
 * deleted"), and every patch of the roster restarts the gateway. Measured on 2026.9.6: `agents.create` for an id in the roster
 * removes the mark, writes no configuration and no file, and answers that the agent already exists; the automation appears when
 * the gateway next tries, which is every 30 s.
 * @returns false when the gateway refused
 * @throws as `GatewayConnection.call`
 */
export async function liftDeletion(
  connection: GatewayConnection,
  { agentKey, workspace }: { agentKey: string; workspace: string },
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    // Gateways derive the id from the name; the workspace matters only if the agent was removed a moment ago.
    await connection.call("agents.create", { name: agentKey, workspace }, { kind: "write", signal });
    return true;
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    return /already exists/i.test(error.message);
  }
}
