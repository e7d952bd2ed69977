import type { Adoption } from "../../../shared/plan.ts";
import type { Agent, Board } from "../../../shared/records.ts";
import type { WorkspaceMove } from "./workspace-move.ts";

/** An agent that a run is about. */
export type ScopedAgent = {
  agent: Agent;
  board: Board | null;
  key: string;
  /** Where it lives once the run is done. */
  workspace: string;
  isMain: boolean;
  /** Its roster entry names another workspace than it is to have, and this run leaves it there: it writes chosen files only. */
  isMisplaced?: true;
  /** Its change of workspace, once the gateway was asked what the present one holds. */
  move?: WorkspaceMove;
  /** Of an agent that is on the gateway under a key of no form of ours: its workspace is the one it has there, and stays. */
  foreign?: ForeignAgent;
};

export type ForeignAgent = {
  /** The gateway has it without an entry in its roster. */
  isImplied: boolean;
  /** This run takes it over, because the operator asked for it; null where it is ours already. */
  adopts: Adoption | null;
};
