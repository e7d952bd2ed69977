import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { Clash } from "../../../shared/find-clashes.ts";
import type { OutcomeReason } from "../../../shared/outcome-reasons.ts";
import type { Adoption } from "../../../shared/plan.ts";
import type { Gateway } from "../../../shared/records.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

/* Errors about agents that a sync leaves alone because it may not write them. */

/** The agent is on the gateway, and nothing shows that Flight Deck made it. */
export function notOurs({ agent, key, mode }: ScopedAgent, adoption: Adoption): FlightDeckError {
  const isDefault = adoption === "default-agent";
  const which = isDefault ? `"${key}", the gateway's default agent,` : `"${key}"`;
  const hints = hintsOf("agent-not-ours");
  return new FlightDeckError(
    "agent-not-ours",
    `Agent "${agent.name}" was left alone: ${which} exists on the gateway and was not made by Flight Deck.`,
    mode === undefined ? (isDefault ? hints.adoptDefault : hints.adopt) : hints.adoptAnew,
  );
}

/** Another record, or an agent of the gateway, has a prior claim on the same agent or workspace. */
export function clashing(gateway: Gateway, scoped: ScopedAgent, { over, other }: Clash): FlightDeckError {
  const { agent, key, workspace } = scoped;
  const hints = hintsOf("agent-clash");
  if (over === "key" && agent.boardId === null) {
    return new FlightDeckError(
      "agent-clash",
      `Gateway "${gateway.name}" has two main agents in our records. "${agent.name}" was not synced, because "${other.name}" is older.`,
      hints.twoMains,
    );
  }
  if (over === "key") {
    return new FlightDeckError(
      "agent-clash",
      `Agent "${agent.name}" was not synced: its session key refers to the same agent on the gateway (${key}) as that of agent "${other.name}".`,
      hints.twoRecords,
    );
  }
  const whose = other.agentId === null ? `agent "${other.key}", which only the gateway knows` : `agent "${other.name}"`;
  return new FlightDeckError(
    "agent-clash",
    `Agent "${agent.name}" was not synced: its workspace ${workspace} is also that of ${whose}. Each would overwrite the other's files.`,
    other.agentId === null ? hints.onGateway : hints.twoRecords,
  );
}

/** The same as the reason of the agent's outcome. */
export function whyNotAdmitted(error: unknown): OutcomeReason {
  const code = error instanceof FlightDeckError ? error.code : null;
  if (code === "agent-not-ours") return "not-ours";
  if (code === "agent-clash") return "clash";
  return "not-found";
}
