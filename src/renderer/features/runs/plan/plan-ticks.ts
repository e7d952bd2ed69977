import type { Plan, PlannedAgent, PlannedFile, PlanSelection } from "../../../../shared/plan.ts";
import { hasWork, isWholeOnly, isWritten, mintsToken } from "../../../../shared/plan-work.ts";

/** What of a plan is ticked: the agents, and of each the names of the files. An agent may be in without any file. */
export type Ticks = ReadonlyMap<string, ReadonlySet<string>>;

/** What happens to the agent itself, beside its files, whenever any of it is applied. */
export function ownSteps({ entry, adopts, move, token, resetSession }: PlannedAgent): string[] {
  const steps: [boolean, string][] = [
    [adopts === "agent", "Adopt"],
    [adopts === "default-agent", "Adopt the default agent"],
    [entry.kind === "add" && !adopts, "Add to the gateway"],
    [entry.kind === "correct" && !adopts, "Correct its entry"],
    [move?.isRefused === false, "Move its workspace"],
    [mintsToken(token), token === "repair" && !adopts ? "Repair token" : "New token"],
    [token === "adopt", "Finish its re-key"],
    [resetSession, "Reset session"],
  ];
  return steps.flatMap(([isDue, label]) => (isDue ? [label] : []));
}

function writtenFiles({ files }: PlannedAgent): PlannedFile[] {
  return files.filter(({ action }) => isWritten(action));
}

/** Everything that may be applied of a plan, but for the gateway's default agent: taking that over needs a tick of its own. */
export function tickEverything({ agents }: Plan): Ticks {
  return tickAll(agents.filter(({ adopts }) => adopts !== "default-agent"));
}

/** Everything that may be applied, of these agents. */
export function tickAll(agents: PlannedAgent[]): Ticks {
  return tick(agents, () => true);
}

/** What is ticked at first: everything but conflicts and agents to adopt, which a person has to look at. */
export function firstTicks({ agents }: Plan): Ticks {
  return tick(agents.filter(isOurs), ({ action }) => action !== "conflict");
}

/** Only what differs; options such as overwrite make a plan write more than that. Conflicts stay somebody's decision. */
export function outOfSyncTicks({ agents }: Plan): Ticks {
  return tick(
    agents
      .filter(isOurs)
      .filter(
        (agent) =>
          agent.files.some(isOff) || agent.entry.kind !== "right" || hasMove(agent) || agent.token === "repair",
      ),
    (file) => isOff(file) && file.action !== "conflict",
  );
}

function hasMove({ move }: PlannedAgent): boolean {
  return move?.isRefused === false;
}

function isOurs({ adopts }: PlannedAgent): boolean {
  return adopts === undefined;
}

function isOff({ action, moved, theirsMaskedSha256 }: PlannedFile): boolean {
  return isWritten(action) && (moved !== "none" || theirsMaskedSha256 === null);
}

/** @param takes which of the files that are written */
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

/** All of an agent, or nothing of it. */
export function tickAgent(ticks: Ticks, agent: PlannedAgent, isOn: boolean): Ticks {
  const next = new Map(ticks);
  next.delete(agent.agentId);
  return isOn ? new Map([...next, ...tickAll([agent])]) : next;
}

/** One file more or less. With its last file an agent goes, with its first it comes. */
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

/** How much of an agent is ticked. */
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

/** What main is asked to apply. Null, which takes in the configuration outside agents by itself, when nothing is left out. */
export function toSelection({ agents }: Plan, ticks: Ticks): PlanSelection {
  const able = agents.filter(hasWork);
  if (able.every((agent) => tickState(ticks, agent) === "all")) return null;
  return able.flatMap((agent) => {
    const files = ticks.get(agent.agentId);
    if (!files) return [];
    return [{ agentId: agent.agentId, files: tickState(ticks, agent) === "all" ? null : [...files] }];
  });
}

/** What of the ticked files replaces something that somebody wrote on the gateway. */
export function countRisks({ agents }: Plan, ticks: Ticks): { conflicts: number; drift: number } {
  const ticked = agents.flatMap(({ agentId, files }) => files.filter(({ name }) => ticks.get(agentId)?.has(name)));
  return {
    conflicts: ticked.filter(({ action }) => action === "conflict").length,
    drift: ticked.filter(({ action, moved }) => action === "change" && moved === "theirs").length,
  };
}
