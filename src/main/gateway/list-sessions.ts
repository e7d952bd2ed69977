import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError, isObject } from "./failure.ts";

/** More than any gateway has. */
const mostSessions = 100_000;

/**
 * The keys of the sessions that have had a turn, as far as the gateway tells; empty if it refuses to list them.
 * @throws as `GatewayConnection.call` when it is away
 */
export async function listStartedSessions(connection: GatewayConnection, signal?: AbortSignal): Promise<Set<string>> {
  try {
    const answer = await connection.call("sessions.list", { limit: mostSessions }, { signal });
    const sessions = isObject(answer) && Array.isArray(answer.sessions) ? answer.sessions : [];
    return new Set(
      sessions.flatMap((row) => (isObject(row) && typeof row.key === "string" && hasHadTurn(row) ? [row.key] : [])),
    );
  } catch (error) {
    if (error instanceof GatewayCallError) return new Set();
    throw error;
  }
}

/** A session that was only labelled, reset or written into has never shown an agent its files. */
function hasHadTurn({ systemSent, startedAt }: Record<string, unknown>): boolean {
  return systemSent === true || typeof startedAt === "number";
}
