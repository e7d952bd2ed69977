import { scratchName } from "../model/observed-agent.ts";
import { type AgentPlan, type AgentPlanInput, planAgent } from "./plan-agent.ts";
import { carryingOf, takesBootstrap, withCarrying } from "./plan-move.ts";

/**
 * Plans an agent that may be about to change its workspace, by what the gateway shows before: templates are rendered into the
 * new workspace, and the agent's own files are copied there. Pure.
 */
export function planMovingAgent(input: AgentPlanInput): AgentPlan {
  const { observed, options } = input;
  const { move } = input.scoped;
  const stay = planAgent(input);
  if (!move) return stay;
  const carrying = carryingOf(move, stay, observed.files);
  if (move.verdict === "stays") return carrying.names.length > 0 ? withCarrying(stay, carrying) : stay;
  const hasToken = observed.token !== null;
  const forceBootstrap = options.forceBootstrap || takesBootstrap(move, hasToken);
  const moving = { ...input, options: { ...options, forceBootstrap } };
  if (move.verdict === "resumes") {
    // It had files before, so it is not new, even if its workspace is empty now.
    const isNew = input.isNew && move.files.size === 0;
    return withCarrying(planAgent({ ...moving, isNew }), carrying);
  }
  // A scratch HEARTBEAT is not in the workspace.
  const files = new Map([...observed.files].filter(([name]) => name === scratchName));
  return withCarrying(planAgent({ ...moving, observed: { ...observed, files }, remembered: new Map() }), carrying);
}

/** Plans it again by the content of the new workspace. Pure. */
export function planMovedAgent(input: AgentPlanInput, planned: AgentPlan): AgentPlan {
  const { move } = input.scoped;
  const { carrying } = planned;
  if (!move || !carrying) return planAgent(input);
  const forceBootstrap = input.options.forceBootstrap || takesBootstrap(move, input.observed.token !== null);
  return withCarrying(planAgent({ ...input, options: { ...input.options, forceBootstrap } }), carrying);
}
