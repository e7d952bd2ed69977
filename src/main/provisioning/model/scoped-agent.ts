import type { LimitedMode } from "../../../shared/agent-modes.ts";
import type { Adoption } from "../../../shared/plan.ts";
import type { Agent, Board } from "../../../shared/records.ts";
import type { WorkspaceMove } from "./workspace-move.ts";

/** An agent that a run is about. */
export type ScopedAgent = {
  agent: Agent;
  board: Board | null;
  key: string;
  /** Its workspace after the run. */
  workspace: string;
  isMain: boolean;
  /** The operator wants its heartbeats to answer in its last chat. */
  deliversHeartbeats?: boolean;
  /** It was adopted, and this says what of it a run leaves out; absent for an agent like any other. */
  mode?: LimitedMode;
  /** Its roster entry names another workspace than its record, and this run keeps it: it only writes chosen files. */
  isMisplaced?: true;
  /** Its change of workspace, once the gateway has listed the present one. */
  move?: WorkspaceMove;
  /** For an agent whose key is not in our own format and that is on the gateway: its workspace there does not change. */
  foreign?: ForeignAgent;
  /** An earlier run adopted it and was cut off before it wrote a file. */
  isAdoptionUnfinished?: true;
};

export type ForeignAgent = {
  /** The gateway has it without an entry in its roster. */
  isImplied: boolean;
  /** This run adopts it at the operator's request; null if it is ours already. */
  adopts: Adoption | null;
};
