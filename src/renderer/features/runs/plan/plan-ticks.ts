import type { Plan, PlannedAgent, PlannedFile, PlanSelection } from "../../../../shared/plan.ts";
import {
  hasWork,
  isAgentToBringInSync,
  isFileToBringInSync,
  isWholeOnly,
  isWritten,
  mintsToken,
} from "../../../../shared/plan-work.ts";

/** The ticked parts of a plan: file names by agent. An agent can be ticked without any file. */
export type Ticks = ReadonlyMap<string, ReadonlySet<string>>;

/** The changes of the agent itself, which are applied with any of its files. */
export function ownSteps({ entry, adopts, takesOverFrom, move, token, resetSession }: PlannedAgent): string[] {
  const steps: [boolean, string][] = [
    [adopts === "agent", "Adopt"],
    [adopts === "default-agent", "Adopt the default agent"],
    [takesOverFrom !== undefined, `Take over from ${takesOverFrom}`],
    [entry.kind === "add" && !adopts, "Add to the gateway"],
    [entry.kind === "correct" && !adopts, "Correct its entry"],
    [move?.isRefused === false, "Move its workspace"],
    [mintsToken(token), token === "repair" && !adopts && !takesOverFrom ? "Repair token" : "New token"],
    [token === "adopt", "Finish its re-key"],
    [resetSession, "Reset session"],
  ];
  return steps.flatMap(([isDue, label]) => (isDue ? [label] : []));
}

function writtenFiles({ files }: PlannedAgent): PlannedFile[] {
  return files.filter(({ action }) => isWritten(action));
}

/** Everything in a plan that can be applied, except adopting the gateway's default agent, which needs its own tick. */
export function tickEverything({ agents }: Plan): Ticks {
  return tickAll(agents.filter(({ adopts }) => adopts !== "default-agent"));
}

/** Everything that can be applied for these agents. */
export function tickAll(agents: PlannedAgent[]): Ticks {
  return tick(agents, () => true);
}

/** The initial ticks: everything except conflicts and agents to adopt or take over, which the operator must review. */
export function firstTicks({ agents }: Plan): Ticks {
  return tick(agents.filter(isOurs), ({ action }) => action !== "conflict");
}

/** Only what is out of sync: options such as overwrite make a plan write more. Conflicts are left to the operator. */
export function outOfSyncTicks({ agents }: Plan): Ticks {
  return tick(
    agents.filter(isOurs).filter(isAgentToBringInSync),
    (file) => isFileToBringInSync(file) && file.action !== "conflict",
  );
}

function isOurs({ adopts, takesOverFrom }: PlannedAgent): boolean {
  return adopts === undefined && takesOverFrom === undefined;
}

/** @param takes selects among the files that would be written */
function tick(agents: PlannedAgent[], takes: (file: PlannedFile) => boolean): Ticks {
  const ticks = new Map<string, ReadonlySet<string>>();
  for (const agent of agents) {
    if (!hasWork(agent)) continue;
    const written = writtenFiles(agent);
    const taken = written.filter(takes);
    const isTaken = isWholeOnly(agent)
      ? taken.length === written.length
      : taken.length > 0 || (written.length === 0 && ownSteps(agent).length > 0);
    if (isTaken) ticks.set(agent.agentId, new Set(taken.map(({ name }) => name)));
  }
  return ticks;
}

/** Ticks all of an agent, or nothing. */
export function tickAgent(ticks: Ticks, agent: PlannedAgent, isOn: boolean): Ticks {
  const next = new Map(ticks);
  next.delete(agent.agentId);
  return isOn ? new Map([...next, ...tickAll([agent])]) : next;
}

/** Ticks or unticks one file. An agent is ticked with its first file and unticked with its last. */
export function tickFile(ticks: Ticks, agent: PlannedAgent, name: string, isOn: boolean): Ticks {
  if (isWholeOnly(agent)) return tickAgent(ticks, agent, isOn);
  const files = new Set(ticks.get(agent.agentId));
  if (isOn) files.add(name);
  else files.delete(name);
  const next = new Map(ticks);
  if (files.size > 0) next.set(agent.agentId, files);
  else next.delete(agent.agentId);
  return next;
}

/** Ticks or unticks one file of each of these agents. */
export function tickGroup(
  ticks: Ticks,
  members: readonly { agent: PlannedAgent; file: PlannedFile }[],
  isOn: boolean,
): Ticks {
  const able = members.filter(({ file }) => isWritten(file.action));
  const next = new Map(ticks);
  for (const { agent, file } of able) {
    const now = next.get(agent.agentId);
    const only: Ticks = new Map(now ? [[agent.agentId, now]] : []);
    const files = tickFile(only, agent, file.name, isOn).get(agent.agentId);
    if (files) next.set(agent.agentId, files);
    else next.delete(agent.agentId);
  }
  return next;
}

/** Whether all, some or none of these files are ticked. */
export function groupState(
  ticks: Ticks,
  members: readonly { agent: PlannedAgent; file: PlannedFile }[],
): "all" | "some" | "none" {
  const ticked = members.filter(({ agent, file }) => ticks.get(agent.agentId)?.has(file.name)).length;
  return ticked === 0 ? "none" : ticked === members.length ? "all" : "some";
}

/** Whether all, some or nothing of an agent is ticked. */
export function tickState(ticks: Ticks, agent: PlannedAgent): "all" | "some" | "none" {
  const files = ticks.get(agent.agentId);
  if (!files) return "none";
  return files.size === writtenFiles(agent).length ? "all" : "some";
}

export type TickCount = { agents: number; files: number };

export function countTicks(ticks: Ticks): TickCount {
  let files = 0;
  for (const names of ticks.values()) files += names.size;
  return { agents: ticks.size, files };
}

/** The selection for main to apply; null, which means the whole plan, when nothing is left out. */
export function toSelection({ agents }: Plan, ticks: Ticks): PlanSelection {
  const able = agents.filter(hasWork);
  if (able.every((agent) => tickState(ticks, agent) === "all")) return null;
  return able.flatMap((agent) => {
    const files = ticks.get(agent.agentId);
    if (!files) return [];
    return [{ agentId: agent.agentId, files: tickState(ticks, agent) === "all" ? null : [...files] }];
  });
}

/** Counts the ticked files that replace an edit made on the gateway. */
export function countRisks({ agents }: Plan, ticks: Ticks): { conflicts: number; drift: number } {
  const ticked = agents.flatMap(({ agentId, files }) => files.filter(({ name }) => ticks.get(agentId)?.has(name)));
  return {
    conflicts: ticked.filter(({ action }) => action === "conflict").length,
    drift: ticked.filter(({ action, moved }) => action === "change" && moved === "theirs").length,
  };
}
