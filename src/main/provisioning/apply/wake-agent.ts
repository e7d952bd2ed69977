import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import { sessionKeyOf } from "../../../shared/identity.ts";
import type { WakeAct } from "../../database/schema/local-tables.ts";
import type { GatewayConnection } from "../../gateway/connection.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { WakeBook } from "../report/wake-book.ts";

export type WakeOptions = {
  connection: GatewayConnection;
  scoped: ScopedAgent;
  act: WakeAct;
  wakes: WakeBook;
  signal?: AbortSignal | undefined;
};

/**
 * Sends an agent its wake-up message (docs/behaviour.md, Waking agents). It is recorded before it is sent, and a message that the
 * gateway is known to have taken is not sent again by the same act. A first provisioning also labels the session: if the
 * label is taken, name and board are used, and an agent without a label is woken all the same.
 * @returns the error when the message was not accepted, else null
 * @throws as `GatewayConnection.call` when the gateway is away or the run is cancelled
 */
export async function wakeAgent({
  connection,
  scoped,
  act,
  wakes,
  signal,
}: WakeOptions): Promise<FlightDeckError | null> {
  const { agent } = scoped;
  const sessionKey = sessionKeyOf(scoped);
  if (act === "provision") await labelSession(connection, scoped, signal);
  const wake = await wakes.begin(agent.id, act);
  if (wake.acceptedAt !== null) return null;
  const { idempotencyKey } = wake;
  const params = { sessionKey, message: messages[act](scoped), idempotencyKey, deliver: true };
  try {
    await connection.call("chat.send", params, { kind: "write", signal });
    wakes.accepted(wake);
    return null;
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    wakes.forget(agent.id);
    return refused(scoped, act, error);
  }
}

function refused({ agent }: ScopedAgent, act: WakeAct, error: GatewayCallError): FlightDeckError {
  const message = `the gateway did not take its wake-up message: ${messageOf(error)}`;
  const hints = hintsOf("wake-failed");
  return act === "provision"
    ? new FlightDeckError("wake-failed", `Agent "${agent.name}" is provisioned, but ${message}`, hints.message)
    : new FlightDeckError("wake-failed", `Agent "${agent.name}" was not woken: ${message}`, hints.again);
}

async function labelSession(
  connection: GatewayConnection,
  scoped: ScopedAgent,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { agent, board } = scoped;
  const key = sessionKeyOf(scoped);
  for (const label of [agent.name, `${agent.name} · ${board?.name ?? agent.id}`]) {
    if (await setLabel(connection, key, label, signal)) return;
  }
}

async function setLabel(
  connection: GatewayConnection,
  key: string,
  label: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await connection.call("sessions.patch", { key, label }, { kind: "write", signal });
    return true;
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    return false;
  }
}

const messages: Record<WakeAct, (scoped: ScopedAgent) => string> = {
  provision: ({ agent, board }) =>
    [
      `Hello ${agent.name}. Mission Control has set up your workspace for ${board ? `the board "${board.name}"` : "this gateway"}.`,
      "This is your first session: go through the start of a session in AGENTS.md; if BOOTSTRAP.md is there, do what it says once and then delete it.",
      "Check in with Mission Control, and continue with your heartbeat.",
    ].join(" "),
  wake: ({ agent }) =>
    [
      `Hello ${agent.name}. Mission Control wakes you up.`,
      "Go through the start of a session in AGENTS.md, check in with Mission Control now, and continue with your heartbeat.",
    ].join(" "),
};
