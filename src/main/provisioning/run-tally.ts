import { FlightDeckError, messageOf } from "../../shared/errors.ts";
import type { AgentOutcome, Outcome, RunError, Severity, SyncReport } from "../../shared/sync.ts";
import { GatewayCallError } from "../gateway/failure.ts";
import type { ScopedAgent } from "./plan-agent.ts";

/** Everything a report counts, gathered while a run goes on. Every agent gets exactly one outcome. */
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

  /** The ids of the agents of which everything was done that this run was to do. */
  agentsDone(): string[] {
    const rows = [...this.outcomes.values()];
    return rows.filter(({ outcome }) => outcome === "updated" || outcome === "unchanged").map(({ agentId }) => agentId);
  }

  /** The counts of a report. Those named agents* are of board agents; the main agent is its own row. */
  counts(): Pick<
    SyncReport,
    | "agentsInScope"
    | "agentsUpdated"
    | "agentsUnchanged"
    | "agentsSkipped"
    | "agentsFailed"
    | "agentsNotAttempted"
    | "mainUpdated"
  > {
    const rows = [...this.outcomes.values()];
    const count = (outcome: Outcome) => rows.filter((row) => !row.isMain && row.outcome === outcome).length;
    return {
      agentsInScope: rows.filter((row) => !row.isMain).length,
      agentsUpdated: count("updated"),
      agentsUnchanged: count("unchanged"),
      agentsSkipped: count("skipped"),
      agentsFailed: count("failed"),
      agentsNotAttempted: count("not-attempted"),
      mainUpdated: rows.some((row) => row.isMain && row.outcome === "updated"),
    };
  }
}

export function outcomeRow(scoped: ScopedAgent, outcome: Outcome, reason: string | null = null): AgentOutcome {
  return {
    agentId: scoped.agent.id,
    agentName: scoped.agent.name,
    boardId: scoped.agent.boardId,
    isMain: scoped.isMain,
    outcome,
    reason,
    filesWritten: [],
    filesUnchanged: [],
    filesPreserved: [],
  };
}

/** An error row about one agent, or about the whole run when there is none. */
export function errorRow(error: unknown, scoped: ScopedAgent | null, severity: Severity = "error"): RunError {
  const about = {
    agentId: scoped?.agent.id ?? null,
    agentName: scoped?.agent.name ?? null,
    boardId: scoped?.agent.boardId ?? null,
  };
  if (error instanceof FlightDeckError) {
    return { severity, code: error.code, message: error.message, hint: error.hint, ...about };
  }
  const who = scoped ? `Agent "${scoped.agent.name}"` : "The run";
  if (error instanceof GatewayCallError) {
    const message = `${who}: the gateway refused ${error.method}: ${error.message}`;
    const hint = "Run a gateway check; if the gateway is well, sync again.";
    return { severity, code: "gateway-call-failed", message, hint, ...about };
  }
  const hint = "This is a fault of Flight Deck: please report it with the run's id.";
  return { severity, code: "internal", message: `${who}: ${messageOf(error)}`, hint, ...about };
}
