import type { AgentMode } from "./agent-modes.ts";
import { isOwnKey } from "./identity.ts";
import type { OrphanAdoption } from "./orphans.ts";

/** An agent on a gateway that no record knows. */
export type AdoptableAgent = {
  /** Its id on the gateway. */
  key: string;
  name: string;
  workspace: string | null;
  files: { name: string; sizeBytes: number | null }[];
  /** Its heartbeat, in words. */
  heartbeat: string;
  /** Who made it, as far as that can be told: a sentence. */
  madeBy: string;
  place: OrphanAdoption;
  /** The mode it gets unless another is chosen. */
  mode: AgentMode;
  /** Why it cannot be adopted, as the end of a sentence; null if it can. */
  whyNot: string | null;
};

export type AdoptableAgents = { readAt: string; agents: AdoptableAgent[] };

/** Agents that Flight Deck or Mission Control made are adopted in full: their tokens and heartbeats are theirs already. */
export function defaultModeOf(key: string): AgentMode {
  return isOwnKey(key) ? "full" : "files";
}

/** What adopting does with a file: `same` as the template has it, `kept` as it is there, `absent` there and not made. */
export type AdoptedFile = { name: string; verdict: "same" | "kept" | "absent" };

export type AdoptedAgent = {
  /** Of its record; null in a preview. */
  agentId: string | null;
  key: string;
  name: string;
  boardId: string | null;
  mode: AgentMode;
  files: AdoptedFile[];
  /** The files that were kept as versions. */
  versions: string[];
  /** What the mode leads to at the next sync, beyond files: sentences. */
  next: string[];
};

export type AdoptionResult = {
  /** The run in the history; null in a preview, and if none was adopted. */
  runId: string | null;
  adopted: AdoptedAgent[];
  refused: { key: string; name: string; why: string }[];
};
