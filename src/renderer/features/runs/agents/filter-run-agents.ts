import { reasonInWords } from "../../../../shared/outcome-reasons.ts";
import type { RunAgentState } from "../../../../shared/run-views.ts";
import type { RunError } from "../../../../shared/sync.ts";

export type RunAgentFilter = {
  /** An outcome, or `pending`; empty for all. */
  outcome: string;
  boardId: string;
  text: string;
};

/** The agents of a run that match a filter, in the order of the run. */
export function filterRunAgents(agents: RunAgentState[], { outcome, boardId, text }: RunAgentFilter): RunAgentState[] {
  const wanted = text.trim().toLowerCase();
  if (outcome === "" && boardId === "" && wanted === "") return agents;
  return agents.filter(
    (agent) =>
      (outcome === "" || stateOf(agent) === outcome) &&
      (boardId === "" || agent.boardId === boardId) &&
      (wanted === "" || agent.agentName.toLowerCase().includes(wanted) || agent.agentId === wanted),
  );
}

/**
 * The agents with an error, then those that were not attempted, then the others; each in the order of the run. An agent that
 * was skipped may have an error: its token could not be read.
 */
export function failuresFirst(agents: RunAgentState[], errors: RunError[]): RunAgentState[] {
  const withError = new Set(
    errors.flatMap(({ severity, agentId }) => (severity === "error" && agentId ? [agentId] : [])),
  );
  const rankOf = (agent: RunAgentState) => {
    const state = stateOf(agent);
    if (state === "failed" || withError.has(agent.agentId)) return 0;
    return state === "not-attempted" ? 1 : 2;
  };
  return agents.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function stateOf(agent: RunAgentState): string {
  return agent.state === "done" ? agent.outcome.outcome : "pending";
}

/** "3 written, 5 unchanged, 1 kept", or "3 to write" of a run that only compared. */
export function describeFiles(agent: RunAgentState, isComparison: boolean): string {
  if (agent.state !== "done") return "";
  const { filesWritten, filesUnchanged, filesPreserved, filesUncertain } = agent.outcome;
  const parts = [
    filesWritten.length > 0 && `${filesWritten.length} ${isComparison ? "to write" : "written"}`,
    filesUncertain.length > 0 && `${filesUncertain.length} unknown`,
    filesUnchanged.length > 0 && `${filesUnchanged.length} unchanged`,
    filesPreserved.length > 0 && `${filesPreserved.length} kept`,
  ];
  return parts.filter(Boolean).join(", ");
}

/**
 * The reason of an agent's outcome, in words; empty when it has none.
 * @param messages the messages of agents' first errors
 */
export function describeReason(agent: RunAgentState, messages: ReadonlyMap<string, string>): string {
  return agent.state === "done" ? reasonAsSentence(agent.outcome, messages.get(agent.agentId)) : "";
}

export function reasonAsSentence(...about: Parameters<typeof reasonInWords>): string {
  const words = reasonInWords(...about);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
