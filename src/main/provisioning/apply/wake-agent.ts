import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import { sessionKeyOf } from "../../../shared/identity.ts";
import type { GatewayConnection } from "../../gateway/connection.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

export type WakeOptions = {
  connection: GatewayConnection;
  scoped: ScopedAgent;
  /** The run that wakes: the message has the same idempotency key in all its retries. */
  runId: string;
  signal?: AbortSignal | undefined;
};

/**
 * Labels the agent's session and sends it a first message (docs/behaviour.md, A sync). If the label is taken, name and board
 * are used; an agent without a label is woken all the same.
 * @returns the error when the message was not accepted, else null
 * @throws as `GatewayConnection.call` when the gateway is away or the run is cancelled
 */
export async function wakeAgent({ connection, scoped, runId, signal }: WakeOptions): Promise<FlightDeckError | null> {
  const { agent, board } = scoped;
  const sessionKey = sessionKeyOf(scoped);
  for (const label of [agent.name, `${agent.name} · ${board?.name ?? agent.id}`]) {
    if (await setLabel(connection, sessionKey, label, signal)) break;
  }
  const params = {
    sessionKey,
    message: wakeMessage(scoped),
    idempotencyKey: `flight-deck-wake-${runId}-${agent.id}`,
    deliver: true,
  };
  try {
    await connection.call("chat.send", params, { kind: "write", signal });
    return null;
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    return new FlightDeckError(
      "wake-failed",
      `Agent "${agent.name}" is provisioned, but the gateway did not take its wake-up message: ${messageOf(error)}`,
      hintsOf("wake-failed").message,
    );
  }
}

async function setLabel(
  connection: GatewayConnection,
  key: string,
  label: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await connection.call("sessions.patch", { key, label }, { kind: "write", signal });
    return true;
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    return false;
  }
}

function wakeMessage({ agent, board }: ScopedAgent): string {
  const place = board ? `the board "${board.name}"` : "this gateway";
  return [
    `Hello ${agent.name}. Mission Control has set up your workspace for ${place}.`,
    "This is your first session: go through the start of a session in AGENTS.md; if BOOTSTRAP.md is there, do what it says once and then delete it.",
    "Check in with Mission Control, and continue with your heartbeat.",
  ].join(" ");
}
