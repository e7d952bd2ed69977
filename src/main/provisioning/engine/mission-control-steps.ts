import { FlightDeckError } from "../../../shared/errors.ts";
import type { Gateway } from "../../../shared/records.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import type { MissionControlRun } from "../model/mission-control.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";
import type { GatewayPlan } from "../plan/make-plan.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import type { PlanFilter } from "../plan/plan-filter.ts";
import { type RunContext, report } from "../report/run-context.ts";

/* What a run exchanges with Mission Control's database, if there is a source. */

type OpenOptions = { gateway: Gateway; options: SyncOptions; signal: AbortSignal | undefined };

/** Null without a source, and for a dry run, which changes nothing. @throws as `MissionControl.openRun` */
export async function openMissionControl(
  { missionControl }: ProvisioningServices,
  { gateway, options, signal }: OpenOptions,
): Promise<MissionControlRun | null> {
  if (!missionControl || options.dryRun) return null;
  return missionControl.openRun({ gateway, requirePush: options.requirePush, signal });
}

/** Ends the run when it is cancelled, and when another installation may have taken the gateway's lock. */
export function signalOf(cancel: AbortSignal | undefined, missionControl: MissionControlRun | null): AbortSignal {
  const signals = [cancel, missionControl?.lost].filter((signal) => signal !== undefined);
  return AbortSignal.any(signals);
}

/** Why the run was ended, if not by its operator. */
export function lockLoss({ missionControl }: RunContext): FlightDeckError | null {
  const reason: unknown = missionControl?.lost.reason;
  return reason instanceof FlightDeckError ? reason : null;
}

/**
 * Tells Mission Control which agents get a new token, before any of their files is written.
 * @throws FlightDeckError push-failed, if the push is required: nothing is minted then
 */
export async function claimAgents(
  run: RunContext,
  { agents, changes }: Pick<GatewayPlan, "agents" | "changes">,
  filter: PlanFilter,
): Promise<void> {
  if (!run.missionControl) return;
  const isClaimed = (plan: AgentPlan) => {
    const { kind } = filter.take(plan, changes.get(plan.scoped.key)).plan?.token ?? { kind: "keep" };
    return run.provisioning || kind === "mint" || kind === "adopt";
  };
  const ids = agents.filter(isClaimed).map(({ scoped }) => scoped.agent.id);
  if (ids.length === 0) return;
  try {
    await run.missionControl.claim(ids);
  } catch (error) {
    if (run.options.requirePush || !(error instanceof FlightDeckError)) throw error;
    report(run, error, null, "warning");
  }
}

/** At the end, also of a run that failed. What is not pushed stays in the outbox. */
export async function pushResults(run: RunContext): Promise<void> {
  if (!run.missionControl) return;
  for (const error of await run.missionControl.finish()) report(run, error, null);
}
