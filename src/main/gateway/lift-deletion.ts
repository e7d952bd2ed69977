import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError } from "./failure.ts";

/**
 * Lifts the mark that `agents.delete` leaves on an agent's id, from an agent that stands in the roster again.
 *
 * A gateway from 2026.8.1 on keeps that mark until the id is created anew, and only `agents.create` counts as that. While it
 * stands, an agent that a patch has put back gets no automation ("cron job agent is unavailable") and no session ("agent
 * database is unavailable while agent … is deleted"), and every patch of the roster restarts the gateway. Measured on
 * 2026.9.6: `agents.create` for an id that is in the roster lifts the mark, writes no configuration and no file, and answers
 * that the agent already exists; the automation is there when the gateway next tries, which it does every 30 s.
 *
 * @returns whether the gateway has lifted it, or had nothing to lift; false when it refused
 * @throws as `GatewayConnection.call`
 */
export async function liftDeletion(
  connection: GatewayConnection,
  { agentKey, workspace }: { agentKey: string; workspace: string },
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    // Gateways make the id from the name; the workspace counts only where the agent went missing a moment ago.
    await connection.call("agents.create", { name: agentKey, workspace }, { kind: "write", signal });
    return true;
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    return /already exists/i.test(error.message);
  }
}
