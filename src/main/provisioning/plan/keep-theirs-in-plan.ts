import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { Plan, PlanKeeps, PlannedAgent, PlannedFile } from "../../../shared/plan.ts";
import { canKeepTheirs } from "../../../shared/plan-work.ts";

export const keptReason = "the operator chose to keep the gateway version";

/**
 * The plan with these files as kept: applying it records that the gateway version stays, and does not write them. Pure.
 * @throws FlightDeckError bad-input for a file that cannot be kept
 */
export function keepTheirsInPlan(plan: Plan, keeps: PlanKeeps): Plan {
  if (keeps.length === 0) return plan;
  const names = new Map<string, string[]>();
  for (const { agentId, files } of keeps) names.set(agentId, [...(names.get(agentId) ?? []), ...files]);
  for (const { agentId, files } of keeps) refuse(plan, agentId, files);
  return {
    ...plan,
    agents: plan.agents.map((agent) => {
      const kept = names.get(agent.agentId) ?? [];
      return kept.length === 0
        ? agent
        : { ...agent, files: agent.files.map((file) => (kept.includes(file.name) ? asKept(file) : file)) };
    }),
  };
}

function asKept(file: PlannedFile): PlannedFile {
  return { ...file, action: "preserved", reason: keptReason, keepsTheirs: true, isOutOfSync: false };
}

/** Only what is recorded about an agent of which nothing else is to be applied. */
export function keptOnly(agent: PlannedAgent): PlannedAgent[] {
  const files = agent.files.filter(({ keepsTheirs }) => keepsTheirs);
  if (files.length === 0) return [];
  const { move: _, ...rest } = agent;
  return [{ ...rest, entry: { kind: "right", before: {}, after: {} }, token: "keep", resetSession: false, files }];
}

function refuse({ agents }: Plan, agentId: string, files: readonly string[]): void {
  const agent = agents.find((each) => each.agentId === agentId);
  for (const name of files) {
    const file = agent?.files.find((each) => each.name === name);
    if (agent && file && (file.keepsTheirs || canKeepTheirs(agent, file))) continue;
    throw new FlightDeckError(
      "bad-input",
      `The gateway version of ${name} of agent "${agent?.agentName ?? agentId}" cannot be kept with this plan.`,
      hintsOf("bad-input").keepsTheirs,
    );
  }
}
