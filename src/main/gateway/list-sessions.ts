import { isJsonObject } from "../../shared/is-json-object.ts";
import { cleanMessage } from "../vault/clean-message.ts";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError } from "./failure.ts";
import { numberIn } from "./number-in.ts";

/** More than any gateway has. */
const mostSessions = 100_000;

/** A session of a gateway. */
export type SessionRow = {
  key: string;
  /** Whether it has had a turn: one that was only labelled, reset or written into has never shown an agent its files. */
  hasStarted: boolean;
  updatedAtMs: number | null;
  /** The result of its last turn, where the gateway reports it: running, done, failed or timeout. */
  status: string | null;
  startedAtMs: number | null;
  endedAtMs: number | null;
  /** Why its last turn failed, where the gateway reports it. */
  lastError: string | null;
};

/**
 * The gateway's sessions; empty if it refuses to list them.
 * @throws as `GatewayConnection.call` when it is away
 */
export async function listSessions(connection: GatewayConnection, signal?: AbortSignal): Promise<SessionRow[]> {
  try {
    const answer = await connection.call("sessions.list", { limit: mostSessions }, { signal });
    const sessions = isJsonObject(answer) && Array.isArray(answer.sessions) ? answer.sessions : [];
    return sessions.flatMap((row) =>
      isJsonObject(row) && typeof row.key === "string" ? [sessionRow(row.key, row)] : [],
    );
  } catch (error) {
    if (error instanceof GatewayCallError) return [];
    throw error;
  }
}

function sessionRow(key: string, row: Record<string, unknown>): SessionRow {
  return {
    key,
    hasStarted: row.systemSent === true || typeof row.startedAt === "number",
    updatedAtMs: numberIn(row.updatedAt),
    status: textIn(row.status),
    startedAtMs: numberIn(row.startedAt),
    endedAtMs: numberIn(row.endedAt),
    lastError: textIn(row.lastRunError),
  };
}

function textIn(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? cleanMessage(value) : null;
}
