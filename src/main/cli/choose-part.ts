import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Plan, PlanKeeps, PlannedAgent } from "../../shared/plan.ts";
import { isWritten } from "../../shared/plan-work.ts";
import { selectFromPlan } from "../provisioning/apply-saved-plan.ts";

/** The part of a plan that was asked for; with nothing given, all of it. */
export type PartFlags = { agent?: string[]; file?: string[]; settings?: boolean; keepTheirs?: string[] };

/**
 * The part of a plan that the flags name. Naming agents or files leaves out the settings outside the agents, so that no
 * other agent is affected and no gateway restarts for them. (In the window they are included, and it says so.) Pure.
 * @throws FlightDeckError not-found for an agent or a file that the plan does not have; bad-input for a file that cannot be kept
 */
export function choosePart(plan: Plan, flags: PartFlags): Plan {
  const { agent: names, file: files = null, settings = false } = flags;
  const keeps = chosenKeeps(plan, flags);
  if (!names && !files && !settings) return selectFromPlan(plan, null, keeps);
  refuseAbsentFiles(plan, files ?? []);
  const part = settings ? plan : { ...plan, extras: {} };
  return selectFromPlan(
    part,
    chosenAgents(plan, flags).map(({ agentId }) => ({ agentId, files })),
    keeps,
  );
}

/** "SOUL.md" is that of each agent of the part where the plan would replace it, "Ada/SOUL.md" that of one agent. */
function chosenKeeps(plan: Plan, { agent: names, keepTheirs = [] }: PartFlags): PlanKeeps {
  const inPart = names ? names.flatMap((name) => agentsNamed(plan, name)) : plan.agents;
  return keepTheirs.flatMap((wanted) => {
    const slash = wanted.lastIndexOf("/");
    const fileName = wanted.slice(slash + 1);
    refuseAbsentFiles(plan, [fileName]);
    const agents =
      slash < 0 ? inPart.filter((agent) => replaces(agent, fileName)) : agentsNamed(plan, wanted.slice(0, slash));
    return agents.map(({ agentId }) => ({ agentId, files: [fileName] }));
  });
}

function replaces({ files }: PlannedAgent, fileName: string): boolean {
  return files.some(
    ({ name, action, theirsMaskedSha256 }) => name === fileName && isWritten(action) && theirsMaskedSha256 !== null,
  );
}

/** With file names alone, an agent for which the plan writes none of them is left out. */
function chosenAgents(plan: Plan, { agent: names, file: files }: PartFlags): PlannedAgent[] {
  const named = names ? names.flatMap((name) => agentsNamed(plan, name)) : files ? plan.agents : [];
  if (!files) return named;
  return named.filter((agent) => agent.files.some(({ name, action }) => files.includes(name) && isWritten(action)));
}

function agentsNamed(plan: Plan, wanted: string): PlannedAgent[] {
  const lower = wanted.toLowerCase();
  const found = plan.agents.filter(({ agentId, agentName }) => agentId === wanted || agentName.toLowerCase() === lower);
  if (found.length > 0) return found;
  throw new FlightDeckError("not-found", `The plan has no agent "${wanted}".`, hintsOf("not-found").agentOfPlan);
}

/** A file name that is not in the plan would select nothing, while the rest of the plan is carried out. */
function refuseAbsentFiles(plan: Plan, wanted: string[]): void {
  const names = [...new Set(plan.agents.flatMap(({ files }) => files.map(({ name }) => name)))].toSorted();
  const absent = wanted.filter((name) => !names.includes(name));
  if (absent.length === 0) return;
  throw new FlightDeckError(
    "not-found",
    `The plan has no file ${absent.map((name) => `"${name}"`).join(", ")}.`,
    names.length > 0 ? hintsOf("not-found").fileOfPlan(names.join(", ")) : hintsOf("not-found").planWithoutFiles,
  );
}
