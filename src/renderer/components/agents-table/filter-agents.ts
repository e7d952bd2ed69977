import { hasLabel } from "../../../shared/labels.ts";
import type { AgentRow } from "../../../shared/views.ts";

export type AgentFilter = {
  text: string;
  /** A token state; empty for all. */
  token: string;
  /** A sync state, or `off` for all but synced ones; empty for all. */
  sync: string;
  /** A heartbeat state, or `off` for agents that do not wake; empty for all. */
  heartbeat: string;
  /** An outcome, or `none` for agents that were never synced; empty for all. */
  outcome: string;
  /** A label that it has, itself or through its board; empty for all. */
  label?: string;
};

/** The agents whose name, board, gateway or id contains every word of the text. */
export function filterAgents(
  agents: AgentRow[],
  { text, token, sync, heartbeat, outcome, label = "" }: AgentFilter,
): AgentRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isOpen = [token, sync, heartbeat, outcome, label].every((wanted) => wanted === "");
  if (words.length === 0 && isOpen) return agents;
  return agents.filter(
    (agent) =>
      (token === "" || agent.token === token) &&
      (sync === "" || (sync === "off" ? agent.syncState !== "synced" : agent.syncState === sync)) &&
      (heartbeat === "" || hasHeartbeat(agent, heartbeat)) &&
      (label === "" || hasLabel(agent, label)) &&
      (outcome === "" || (agent.lastOutcome ?? "none") === outcome) &&
      (words.length === 0 || holds(agent, words)),
  );
}

const notWaking = ["failing", "skipped", "disabled", "none"];

function hasHeartbeat({ heartbeat }: AgentRow, wanted: string): boolean {
  const state = heartbeat?.state ?? "unknown";
  return wanted === "off" ? notWaking.includes(state) : state === wanted;
}

function holds({ name, boardName, gatewayName, id }: AgentRow, words: string[]): boolean {
  const text = `${name} ${boardName ?? ""} ${gatewayName} ${id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
