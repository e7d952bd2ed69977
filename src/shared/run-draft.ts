import type { RunAgentState, RunRow, RunSnapshot } from "./run-views.ts";
import { type AgentOutcome, type Outcome, outcomes, pendingText, type RunError, type RunEvent } from "./sync.ts";
import { recordOf } from "./typed-keys.ts";

/*
 * What the events of a run add up to. Main, the window and the command line's progress all use `RunDraft`, so that they show
 * the same of every run.
 */

/** The part of a run's row that its events change. */
export type RunTotals = Pick<RunRow, "status" | "endedAt" | "counts" | "errors" | "warnings">;

export type RunFacts<Row extends RunTotals = RunTotals> = Pick<
  RunSnapshot,
  "phase" | "agents" | "errors" | "waiting" | "gateway" | "report"
> & {
  run: Row;
  /** The index of each agent in `agents`. */
  indexOf: ReadonlyMap<string, number>;
  /** How many agents have an outcome; includes the main agent. */
  done: number;
};

export const noCounts: Readonly<Record<Outcome, number>> = Object.freeze(recordOf(outcomes, () => 0));

/** A run before its first event. */
export function noFacts<Row extends RunTotals>(run: Row): RunFacts<Row> {
  return {
    run,
    phase: "connecting",
    agents: [],
    indexOf: new Map(),
    done: 0,
    errors: [],
    waiting: null,
    gateway: { version: null, dialect: null },
    report: null,
  };
}

export function indexAgents(agents: readonly RunAgentState[]): Map<string, number> {
  return new Map(agents.map(({ agentId }, index) => [agentId, index]));
}

/**
 * A run to which events are applied. The given facts do not change: a list is copied on the first write to it, once per draft.
 * So a draft is cheap for one batch of a long run, and for all events of a run.
 */
export class RunDraft<Row extends RunTotals> {
  /** As of the last event. The draft changes it, also in its lists. */
  readonly facts: RunFacts<Row>;
  #agents: RunAgentState[] | null = null;
  #indexOf: Map<string, number> | null = null;
  #errors: RunError[] | null = null;

  constructor(facts: RunFacts<Row>) {
    this.facts = { ...facts, run: { ...facts.run, counts: { ...facts.run.counts } } };
  }

  /** @param nowMs when the event came, on the clock that `waiting.nextTryAtMs` is compared with */
  apply(event: RunEvent, nowMs: number): void {
    const { facts } = this;
    switch (event.type) {
      case "started":
        return;
      case "phase":
        facts.phase = event.phase;
        return;
      case "scope":
        this.#setScope(event.agents);
        return;
      case "agent-state":
        this.#setState(event.agentId, event.state);
        return;
      case "agent-outcome":
        this.#setOutcome(event.outcome);
        return;
      case "error":
        this.#addError(event.error);
        return;
      case "gateway-waiting": {
        const { attempt, reason, nextTryInMs } = event;
        facts.waiting = { attempt, reason, nextTryAtMs: nowMs + Math.round(nextTryInMs) };
        return;
      }
      case "call-pending": {
        const nextTryAtMs = nowMs + event.limitMs - event.waitedMs;
        facts.waiting = { attempt: 0, reason: pendingText(event), nextTryAtMs };
        return;
      }
      case "call":
        if (event.ok) facts.waiting = null;
        return;
      case "gateway-connected":
        facts.gateway = { version: event.version, dialect: event.dialect };
        facts.waiting = null;
        return;
      case "ended":
        facts.phase = "done";
        facts.waiting = null;
        facts.report = event.report;
        facts.run.status = event.status;
        facts.run.endedAt = event.endedAt;
    }
  }

  #setScope(scope: Extract<RunEvent, { type: "scope" }>["agents"]): void {
    const { facts } = this;
    this.#agents = scope.map(({ agentId, agentName, boardId, isMain }) => {
      return { agentId, agentName, boardId, isMain, state: "waiting" };
    });
    this.#indexOf = indexAgents(this.#agents);
    facts.agents = this.#agents;
    facts.indexOf = this.#indexOf;
    facts.done = 0;
    facts.run.counts = { ...noCounts };
  }

  #known(agentId: string): RunAgentState | undefined {
    const index = this.facts.indexOf.get(agentId);
    return index === undefined ? undefined : this.facts.agents[index];
  }

  /** An agent that has its outcome keeps it. */
  #setState(agentId: string, state: "reading" | "writing"): void {
    const known = this.#known(agentId);
    if (!known || known.state === "done") return;
    const { agentName, boardId, isMain } = known;
    this.#put({ agentId, agentName, boardId, isMain, state });
  }

  #setOutcome(outcome: AgentOutcome): void {
    const { facts } = this;
    const { agentId, agentName, boardId, isMain } = outcome;
    const known = this.#known(agentId);
    if (known?.state === "done") facts.run.counts[known.outcome.outcome] -= 1;
    else facts.done += 1;
    facts.run.counts[outcome.outcome] += 1;
    this.#put({ agentId, agentName, boardId, isMain, state: "done", outcome });
  }

  /** Replaces an agent's state, or adds it when the agent was not in the scope. */
  #put(agent: RunAgentState): void {
    const { facts } = this;
    this.#agents ??= [...facts.agents];
    facts.agents = this.#agents;
    const index = facts.indexOf.get(agent.agentId);
    if (index !== undefined) {
      this.#agents[index] = agent;
      return;
    }
    this.#indexOf ??= new Map(facts.indexOf);
    this.#indexOf.set(agent.agentId, this.#agents.length);
    facts.indexOf = this.#indexOf;
    this.#agents.push(agent);
  }

  #addError(error: RunError): void {
    const { facts } = this;
    this.#errors ??= [...facts.errors];
    this.#errors.push(error);
    facts.errors = this.#errors;
    facts.run[error.severity === "error" ? "errors" : "warnings"] += 1;
  }
}
