import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import { sessionKeyOf } from "../../../shared/identity.ts";
import type { WakeAct } from "../../database/schema/local-tables.ts";
import { awaitTurn } from "../../gateway/await-turn.ts";
import type { GatewayConnection } from "../../gateway/connection.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import { callRefusal } from "../../gateway/refusal.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { WakeBook } from "../report/wake-book.ts";

export type WakeOptions = {
  connection: GatewayConnection;
  scoped: ScopedAgent;
  act: WakeAct;
  wakes: WakeBook;
  /** What the agent does once at its first session, if its gateway removes BOOTSTRAP.md unread. */
  firstRun?: string | null;
  signal?: AbortSignal | undefined;
};

/** Long enough for a model that refuses at once, short enough to wait for. */
const firstTurnWithinMs = 8_000;

/**
 * Looks for some seconds at what became of the turn that a wake-up message has started.
 * @returns the warning if it failed, else null
 * @throws as `GatewayConnection.call` when the gateway is away or the run is cancelled
 */
export async function lookAtFirstTurn({
  connection,
  scoped,
  wakes,
  signal,
}: WakeOptions): Promise<FlightDeckError | null> {
  const wake = await wakes.begin(scoped.agent.id, "provision");
  const turn = { runId: wake.idempotencyKey, sessionKey: sessionKeyOf(scoped), withinMs: firstTurnWithinMs };
  const result = await awaitTurn(connection, turn, signal);
  if (!result?.hasFailed) return null;
  const why = result.why ?? "the gateway does not say why";
  return new FlightDeckError(
    "turn-failed",
    `Agent "${scoped.agent.name}" is provisioned and was woken, but its first turn failed: ${why}`,
    hintsOf("turn-failed").correct,
  );
}

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
  firstRun = null,
  signal,
}: WakeOptions): Promise<FlightDeckError | null> {
  const { agent } = scoped;
  const sessionKey = sessionKeyOf(scoped);
  if (act === "provision") await labelSession(connection, scoped, signal);
  const wake = await wakes.begin(agent.id, act);
  if (wake.acceptedAt !== null) return null;
  const { idempotencyKey } = wake;
  const params = { sessionKey, message: messages[act](scoped, firstRun), idempotencyKey, deliver: true };
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
  if (error.failure.code === "scope-missing")
    return callRefusal(
      `The gateway did not take the wake-up message of agent "${agent.name}"`,
      error,
      hintsOf("wake-failed").again,
    );
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

const messages: Record<WakeAct, (scoped: ScopedAgent, firstRun: string | null) => string> = {
  provision: ({ agent, board }, firstRun) =>
    [
      `Hello ${agent.name}. Mission Control has set up your workspace for ${board ? `the board "${board.name}"` : "this gateway"}.`,
      "This is your first session: go through the start of a session in AGENTS.md.",
      firstRun === null
        ? "If BOOTSTRAP.md is there, do what it says once and then delete it."
        : "Then do once what the checklist below says; if BOOTSTRAP.md is there, it is the same list.",
      "Check in with Mission Control, and continue with your heartbeat.",
      ...(firstRun === null ? [] : [`\n\n${firstRun}`]),
    ].join(" "),
  wake: ({ agent }) =>
    [
      `Hello ${agent.name}. Mission Control wakes you up.`,
      "Go through the start of a session in AGENTS.md, check in with Mission Control now, and continue with your heartbeat.",
    ].join(" "),
};
