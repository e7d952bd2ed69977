import type { AgentOutcome, RunError, RunEvent, RunStatus, SyncReport } from "../../../shared/sync.ts";
import type { RunAgentState } from "../../../shared/views.ts";
import { indexAgents, noCounts, type RunState } from "./run-state.ts";

type Scope = Extract<RunEvent, { type: "scope" }>["agents"];

/** The next state of a run while a batch is applied: lists are copied once per batch, on the first write. */
export type Draft = Pick<
  RunState,
  "phase" | "agents" | "indexOf" | "done" | "errors" | "waiting" | "gateway" | "report" | "timeline"
> & {
  run: RunState["run"];
  setScope(agents: Scope): void;
  setAgentState(agentId: string, state: "reading" | "writing"): void;
  setOutcome(outcome: AgentOutcome): void;
  addError(error: RunError): void;
  end(status: RunStatus, report: SyncReport): void;
};

export function draftOf(state: RunState): Draft {
  const { phase, agents, indexOf, done, errors, waiting, gateway, report, timeline } = state;
  const run = { ...state.run, counts: { ...state.run.counts } };
  const draft: Draft = {
    ...{ phase, agents, indexOf, done, errors, waiting, gateway, report, timeline, run },
    setScope(scope) {
      draft.agents = scope.map(({ agentId, agentName, boardId, isMain }) => {
        return { agentId, agentName, boardId, isMain, state: "waiting" };
      });
      draft.indexOf = indexAgents(draft.agents);
      draft.done = 0;
      run.counts = { ...noCounts };
    },
    setAgentState(agentId, next) {
      const known = draft.agents[draft.indexOf.get(agentId) ?? -1];
      if (!known || known.state === "done") return;
      const { agentName, boardId, isMain } = known;
      replace(draft, state, { agentId, agentName, boardId, isMain, state: next });
    },
    setOutcome(outcome) {
      const known = draft.agents[draft.indexOf.get(outcome.agentId) ?? -1];
      if (known?.state === "done") run.counts[known.outcome.outcome] -= 1;
      else draft.done += 1;
      run.counts[outcome.outcome] += 1;
      const { agentId, agentName, boardId, isMain } = outcome;
      replace(draft, state, { agentId, agentName, boardId, isMain, state: "done", outcome });
    },
    addError(error) {
      if (draft.errors === state.errors) draft.errors = [...state.errors];
      draft.errors.push(error);
      if (error.severity === "error") run.errors += 1;
      else run.warnings += 1;
    },
    end(status, endReport) {
      run.status = status;
      const { durationMs } = endReport.stats;
      run.endedAt = durationMs === null ? null : new Date(Date.parse(run.startedAt) + durationMs).toISOString();
      draft.phase = "done";
      draft.report = endReport;
    },
  };
  return draft;
}

/** Replaces an agent's row, or appends it when the agent was not in the scope. */
function replace(draft: Draft, before: RunState, row: RunAgentState): void {
  if (draft.agents === before.agents) draft.agents = [...before.agents];
  const index = draft.indexOf.get(row.agentId);
  if (index !== undefined) {
    draft.agents[index] = row;
    return;
  }
  draft.agents.push(row);
  draft.indexOf = new Map(draft.indexOf).set(row.agentId, draft.agents.length - 1);
}

const paceGapMs = 1_000;
const paceLength = 60;

export function finishDraft(before: RunState, draft: Draft, seq: number, nowMs: number): RunState {
  const { phase, agents, indexOf, done, errors, waiting, gateway, report, timeline, run } = draft;
  const last = before.pace.at(-1);
  const isDue = !last || nowMs - last.atMs >= paceGapMs;
  const pace = isDue ? [...before.pace, { atMs: nowMs, done }].slice(-paceLength) : before.pace;
  return { run, seq, phase, agents, errors, waiting, gateway, report, timeline, indexOf, done, pace };
}
