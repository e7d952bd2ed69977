import type { GatewaySession } from "../../gateway/session.ts";
import type { DesiredFile } from "../model/desired-file.ts";
import { observeAgent, tokenFileName } from "../observe/observe-agent.ts";
import { versionsOf } from "../plan/keep-replaced.ts";
import { refuseLinkedToken } from "../plan/linked-files.ts";
import type { GatewayPlan } from "../plan/make-plan.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import { planMovedAgent } from "../plan/plan-moving-agent.ts";
import { refuseTooLarge } from "../plan/refuse-too-large.ts";
import type { RunContext } from "../report/run-context.ts";
import { managedElsewhere } from "../report/token-errors.ts";
import { decideAgain } from "../tokens/decide-token.ts";
import { rivalOf } from "../tokens/rival-of.ts";
import type { Configured } from "./configure-gateway.ts";
import { untilKnown } from "./until-known.ts";

export type PlanAgainOptions = {
  run: RunContext;
  session: GatewaySession;
  gatewayPlan: GatewayPlan;
  planned: AgentPlan;
  configured: Configured;
};

/**
 * Plans an agent again whose entry the patch added or changed: a new agent's workspace may have existed before, and a changed
 * entry may point to another workspace or have made the automation for HEARTBEAT. Also an agent whose automation was missing:
 * either it exists by now, or HEARTBEAT is blocked.
 * @throws FlightDeckError agent-managed-elsewhere, file-rejected or too-large; and as `GatewayConnection.call`
 */
export async function planAgain({
  run,
  session,
  gatewayPlan,
  planned,
  configured,
}: PlanAgainOptions): Promise<AgentPlan> {
  const { scoped, isNew } = planned;
  const { key, agent } = scoped;
  const { heartbeatJobs, added } = configured;
  const { signal, tokens } = run;
  const wasAdded = added.has(key) && !scoped.foreign;
  const desired = wasAdded ? everyFileOf(planned) : await run.render(scoped, session.dialect);
  const names = desired.map(({ name }) => name);
  const observe = () => observeAgent({ session, key, agent, tokens, inRoster: true, names, heartbeatJobs, signal });
  const observed = await untilKnown(observe, wasAdded, signal);
  const remembered = gatewayPlan.remembered(agent.id);
  const takesOverFrom = rivalOf(run, observed.token);
  if (takesOverFrom !== null && !run.options.takeOver) throw managedElsewhere(scoped, takesOverFrom);
  const token = decideAgain(planned.token, observed.token);
  const input = {
    scoped,
    observed,
    asksForUnavailable: false,
    token,
    desired,
    remembered,
    isNew,
    takesOverFrom,
    options: run.options,
    isVersion: versionsOf(run, agent.id),
  };
  const plan = planMovedAgent(input, planned);
  refuseLinkedToken(plan, run.gateway, observed.files.get(tokenFileName(session.dialect)));
  refuseTooLarge(plan, wasAdded ? undefined : observed.files.get(tokenFileName(session.dialect)));
  return plan;
}

/** For an agent that was not on the gateway, the plan has all files. */
function everyFileOf(planned: AgentPlan): DesiredFile[] {
  return planned.files.map(({ name, owner, write }) => ({ name, owner, maskedContent: write?.ours ?? "" }));
}
