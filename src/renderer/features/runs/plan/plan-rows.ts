import type { FileAction, Plan, PlannedAgent, PlannedFile } from "../../../../shared/plan.ts";
import type { PlanGroup } from "../../../../shared/plan-groups.ts";
import { hasWork, isWritten } from "../../../../shared/plan-work.ts";

export type GroupMember = { agent: PlannedAgent; file: PlannedFile };

/** A group of a plan with its files. A filter may leave out some of them. */
export type ShownGroup = Omit<PlanGroup, "agentIds"> & { members: GroupMember[] };

/** A row of a plan's list: an agent, or one of its files; by change, a group of files, or one file of an opened group. */
export type PlanRow =
  | { kind: "agent"; key: string; agent: PlannedAgent }
  | { kind: "file"; key: string; agent: PlannedAgent; file: PlannedFile }
  | { kind: "group"; key: string; group: ShownGroup }
  | { kind: "member"; key: string; agent: PlannedAgent; file: PlannedFile };

export type PlanFilter = {
  /**
   * A file action; `due` for files that are to be written or are blocked, `idle` for agents with nothing to do, `skipped`
   * for those that are left out on purpose.
   */
  show: "due" | "idle" | "skipped" | FileAction;
  text: string;
};

/** The rows of a plan that match a filter. A text that matches an agent shows all its files, otherwise only matching files. */
export function planRows({ agents }: Pick<Plan, "agents">, { show, text }: PlanFilter): PlanRow[] {
  const wanted = text.trim().toLowerCase();
  return agents.flatMap((agent): PlanRow[] => {
    const files = agent.files.filter((file) => isShown(file, show));
    const isItself = fitsItself(agent, show);
    if (files.length === 0 && !isItself) return [];
    const fitting = wanted === "" || hasText(agent, wanted) ? files : files.filter((file) => hasText(file, wanted));
    if (fitting.length === 0 && (wanted !== "" ? !hasText(agent, wanted) : !isItself)) return [];
    const { agentId } = agent;
    return [
      { kind: "agent", key: agentId, agent },
      ...fitting.map((file): PlanRow => ({ kind: "file", key: `${agentId} ${file.name}`, agent, file })),
    ];
  });
}

export function isShown(file: Pick<PlannedFile, "action">, show: PlanFilter["show"]): boolean {
  if (show === "due") return isWritten(file.action) || file.action === "blocked";
  return file.action === show;
}

/** Whether an agent is shown without any file. */
export function fitsItself(agent: PlannedAgent, show: PlanFilter["show"]): boolean {
  if (show === "due") return isBlocked(agent) || hasWork(agent);
  if (show === "skipped") return agent.skip !== undefined;
  if (show === "blocked") return isBlocked(agent) && agent.skip === undefined;
  return show === "idle" && !isBlocked(agent) && !hasWork(agent);
}

function isBlocked({ blocked, move }: PlannedAgent): boolean {
  return blocked !== null || move?.isRefused === true;
}

export function hasText(what: PlannedAgent | PlannedFile, wanted: string): boolean {
  if ("name" in what) return what.name.toLowerCase().includes(wanted);
  return what.agentName.toLowerCase().includes(wanted) || what.agentId === wanted;
}
