import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import { sessionKeyOf } from "../../../shared/identity.ts";
import type { Delivery } from "../../gateway/connection.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import { listSessions } from "../../gateway/list-sessions.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { StepBook } from "../report/step-book.ts";

export type ResetOptions = { session: GatewaySession; scoped: ScopedAgent; steps: StepBook; signal: AbortSignal };

/** `error`: why the session was not, or may not have been, reset. */
export type ResetResult = { wasReset: boolean; error: FlightDeckError | null };

/**
 * Resets the agent's session, which ends its conversation. The step is on disk first, so that a run that takes up an interrupted one
 * resets no session twice: where it is not known whether the reset arrived, only an empty session counts as reset.
 * @throws as `GatewayConnection.call` when the gateway is away or the run is cancelled
 */
export async function resetSession({ session, scoped, steps, signal }: ResetOptions): Promise<ResetResult> {
  const { agent } = scoped;
  const earlier = steps.earlier(agent.id, "session-reset");
  if (earlier?.state === "done") return { wasReset: false, error: null };
  const key = sessionKeyOf(scoped);
  if (earlier) {
    const isInDoubt = await hasConversation(session, key, signal);
    return { wasReset: false, error: isInDoubt ? notKnown(agent.name) : null };
  }
  await steps.begin(agent.id, "session-reset");
  const delivery: Delivery = { mayHaveArrived: false };
  try {
    await session.connection.call("sessions.reset", { key }, { kind: "write", signal, delivery });
    steps.done(agent.id, "session-reset");
    return { wasReset: true, error: null };
  } catch (error) {
    if (!delivery.mayHaveArrived) steps.takeBack(agent.id, "session-reset");
    if (!(error instanceof GatewayCallError)) throw error;
    const message = `The files of agent "${agent.name}" are in place, but its session was not reset: ${messageOf(error)}`;
    const refusal = new FlightDeckError("session-reset-failed", message, hintsOf("session-reset-failed").again);
    return { wasReset: false, error: refusal };
  }
}

async function hasConversation({ connection }: GatewaySession, key: string, signal: AbortSignal): Promise<boolean> {
  const sessions = await listSessions(connection, signal);
  return sessions.some((row) => row.key.toLowerCase() === key.toLowerCase() && row.hasStarted);
}

function notKnown(name: string): FlightDeckError {
  return new FlightDeckError(
    "session-reset-failed",
    `The files of agent "${name}" are in place. Whether the interrupted run reset its session is not known: the session has a conversation, which may be new.`,
    hintsOf("session-reset-failed").notKnown,
  );
}
