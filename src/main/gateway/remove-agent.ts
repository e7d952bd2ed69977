import { setTimeout as sleep } from "node:timers/promises";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { awake } from "../awake/awake.ts";
import { isUnknownAgent } from "./agent-files.ts";
import type { Delivery } from "./call-options.ts";
import type { GatewayConnection } from "./connection.ts";
import { listAgentIds } from "./list-agents.ts";

type Removal = { agentKey: string; deleteFiles: boolean };
type RemovalOptions = { signal: AbortSignal; delivery?: Delivery };

const pollMs = 250;
/** A busy 2026.9.6 answered the deletion and listed the agent a moment longer: its runtime takes the configuration in later. */
const giveUpAfterMs = 15_000;

/**
 * Deletes an agent on its gateway, and waits until the gateway no longer lists it. An agent that the gateway does not know is
 * deleted already: the answer to an earlier try was lost.
 * @throws FlightDeckError gateway-call-failed when the gateway still lists the agent; and as `GatewayConnection.call`
 */
export async function removeAgent(
  connection: GatewayConnection,
  { agentKey, deleteFiles }: Removal,
  { signal, delivery }: RemovalOptions,
): Promise<void> {
  try {
    const options = { kind: "write" as const, signal, ...(delivery ? { delivery } : {}) };
    await connection.call("agents.delete", { agentId: agentKey, deleteFiles }, options);
  } catch (error) {
    if (!isUnknownAgent(error)) throw error;
  }
  if (delivery) delivery.mayHaveArrived = true;
  const startedAtMs = awake.nowMs();
  while ((await listAgentIds(connection, signal)).has(agentKey.toLowerCase())) {
    if (awake.nowMs() - startedAtMs > giveUpAfterMs) throw stillListed(connection, agentKey);
    await sleep(pollMs, undefined, { signal });
  }
  if (delivery) delivery.mayHaveArrived = false;
}

function stillListed({ target }: GatewayConnection, agentKey: string): FlightDeckError {
  return new FlightDeckError(
    "gateway-call-failed",
    `Gateway "${target.name}" answered that it deleted agent "${agentKey}", but still lists it after ${giveUpAfterMs / 1000} s.`,
    hintsOf("gateway-call-failed").deleteAgain,
  );
}
