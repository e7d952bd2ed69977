import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import { sessionKeyOf } from "../../../shared/identity.ts";
import type { WakeAct } from "../../database/schema/local-tables.ts";
import { awaitTurn } from "../../gateway/await-turn.ts";
import type { Delivery, GatewayConnection } from "../../gateway/connection.ts";
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

export type WakeResult = {
  idempotencyKey: string;
  /** The gateway took the message now, not in an earlier run. */
  wasSent: boolean;
  /** Why the agent is not, or may not be, awake. */
  error: FlightDeckError | null;
};

/**
 * Waits some seconds for the result of the turn that a wake-up message has started.
 * @returns the warning if it failed, else null
 * @throws as `GatewayConnection.call` when the gateway is away or the run is cancelled
 */
export async function lookAtFirstTurn(
  { connection, scoped, signal }: WakeOptions,
  { idempotencyKey }: WakeResult,
): Promise<FlightDeckError | null> {
  const turn = { runId: idempotencyKey, sessionKey: sessionKeyOf(scoped), withinMs: firstTurnWithinMs };
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
 * label is taken, name and board are used, and an agent without a label is woken anyway. A message that may have arrived
 * stays on record: the next attempt repeats it under the same key, so that the gateway takes it once.
 * @throws as `GatewayConnection.call` when the gateway is away or the run is cancelled
 */
export async function wakeAgent({
  connection,
  scoped,
  act,
  wakes,
  firstRun = null,
  signal,
}: WakeOptions): Promise<WakeResult> {
  const { agent } = scoped;
  const sessionKey = sessionKeyOf(scoped);
  if (act === "provision") await labelSession(connection, scoped, signal);
  const wake = await wakes.begin(agent.id, act);
  const { idempotencyKey } = wake;
  if (wake.isInDoubt && wake.acceptedAt === null) {
    return { idempotencyKey, wasSent: false, error: notSentAgain(scoped) };
  }
  if (wake.acceptedAt !== null) return { idempotencyKey, wasSent: false, error: null };
  const delivery: Delivery = { mayHaveArrived: false };
  const params = { sessionKey, message: messages[act](scoped, firstRun), idempotencyKey, deliver: true };
  try {
    await connection.call("chat.send", params, { kind: "write", signal, delivery });
    wakes.accepted(wake);
    return { idempotencyKey, wasSent: true, error: null };
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    const { mayHaveArrived } = delivery;
    if (!mayHaveArrived) wakes.forget(agent.id);
    return { idempotencyKey, wasSent: false, error: notTaken(scoped, { act, error, mayHaveArrived }) };
  }
}

function notSentAgain({ agent }: ScopedAgent): FlightDeckError {
  const message = `Agent "${agent.name}" may have been woken by the interrupted run, so its message was not sent again.`;
  return new FlightDeckError("wake-failed", message, hintsOf("wake-failed").notKnown);
}

type NotTaken = { act: WakeAct; error: GatewayCallError; mayHaveArrived: boolean };

function notTaken({ agent }: ScopedAgent, { act, error, mayHaveArrived }: NotTaken): FlightDeckError {
  if (error.failure.code === "scope-missing")
    return callRefusal(
      `The gateway did not take the wake-up message of agent "${agent.name}"`,
      error,
      hintsOf("wake-failed").again,
    );
  const what = mayHaveArrived ? "did not say whether it took" : "did not take";
  const message = `the gateway ${what} its wake-up message: ${messageOf(error)}`;
  const became = mayHaveArrived ? "may not have been woken" : "was not woken";
  const hints = hintsOf("wake-failed");
  return act === "provision"
    ? new FlightDeckError("wake-failed", `Agent "${agent.name}" is provisioned, but ${message}`, hints.message)
    : new FlightDeckError("wake-failed", `Agent "${agent.name}" ${became}: ${message}`, hints.again);
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
