import { countOutcomes, type OutcomeCounts } from "../../../shared/count-outcomes.ts";
import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import type { OutcomeReason } from "../../../shared/outcome-reasons.ts";
import type { AgentInRun, AgentOutcome, Outcome, RunError, Severity } from "../../../shared/sync.ts";
import { explainStorageTrouble } from "../../database/explain-database-failure.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import { callRefusal } from "../../gateway/refusal.ts";
import { cleanMessage } from "../../vault/clean-message.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

/** Everything a report counts, gathered during a run. Every agent gets exactly one outcome. */
export class RunTally {
  readonly outcomes = new Map<string, AgentOutcome>();
  readonly errors: RunError[] = [];
  readonly notes: string[] = [];

  add(outcome: AgentOutcome): void {
    if (this.outcomes.has(outcome.agentId)) throw new Error(`agent ${outcome.agentId} has an outcome already`);
    this.outcomes.set(outcome.agentId, outcome);
  }

  get hasErrors(): boolean {
    return this.errors.some(({ severity }) => severity === "error");
  }

  /** The ids of the agents for which this run did everything it was asked to. */
  agentsDone(): string[] {
    const rows = [...this.outcomes.values()];
    return rows.filter(({ outcome }) => outcome === "updated" || outcome === "unchanged").map(({ agentId }) => agentId);
  }

  counts(): OutcomeCounts {
    return countOutcomes([...this.outcomes.values()]);
  }
}

export function agentInRun({ agent, isMain }: ScopedAgent): AgentInRun {
  return { agentId: agent.id, agentName: agent.name, boardId: agent.boardId, isMain };
}

export function outcomeRow(scoped: ScopedAgent, outcome: Outcome, reason: OutcomeReason | null = null): AgentOutcome {
  return {
    ...agentInRun(scoped),
    outcome,
    reason,
    filesWritten: [],
    filesUnchanged: [],
    filesPreserved: [],
    filesUncertain: [],
  };
}

/** An error row about one agent, or about the whole run when there is none. */
export function errorRow(thrown: unknown, scoped: ScopedAgent | null, severity: Severity = "error"): RunError {
  const about = {
    agentId: scoped?.agent.id ?? null,
    agentName: scoped?.agent.name ?? null,
    boardId: scoped?.agent.boardId ?? null,
  };
  const error = explainStorageTrouble(thrown) ?? thrown;
  if (error instanceof FlightDeckError) {
    return { severity, code: error.code, message: error.message, hint: error.hint, ...about };
  }
  const who = scoped ? `Agent "${scoped.agent.name}"` : "The run";
  if (error instanceof GatewayCallError && error.failure.code === "too-large") {
    const message = `${who}: ${error.method} did not go through: ${error.message}`;
    const hint = hintsOf("too-large").shortenOnGateway;
    return { severity, code: "too-large", message, hint, ...about };
  }
  if (error instanceof GatewayCallError) {
    const refused = callRefusal(
      `${who}: the gateway refused ${error.method}`,
      error,
      hintsOf("gateway-call-failed").syncAgain,
    );
    const code = refused.code === "scope-missing" ? refused.code : "gateway-call-failed";
    return { severity, code, message: refused.message, hint: refused.hint, ...about };
  }
  const hint = hintsOf("internal").reportRun;
  // The text of any library, which may repeat what it was given.
  return { severity, code: "internal", message: `${who}: ${cleanMessage(messageOf(error))}`, hint, ...about };
}
