import { hasMirrorSource } from "../../database/mirror/mirror-source.ts";
import { listMissionControlAgents } from "../../database/mission-control-agents.ts";
import type { Database } from "../../database/open-database.ts";
import type { GatewayPlan } from "../plan/make-plan.ts";
import type { PlanFilter } from "../plan/plan-filter.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { tokensUnknownThere } from "../report/token-errors.ts";

/**
 * Without Mission Control's database as the source, new tokens of agents that were imported from it are unknown there: it
 * refuses these agents from then on. Said of a sync, and before it of its plan.
 */
export function warnOfUnknownTokens(
  database: Database,
  run: RunContext,
  { agents, changes }: Pick<GatewayPlan, "agents" | "changes">,
  filter: PlanFilter,
): void {
  const minted = agents.filter((plan) => filter.take(plan, changes.get(plan.scoped.key)).plan?.token.kind === "mint");
  if (minted.length === 0 || hasMirrorSource(database)) return;
  const names = new Map(minted.map(({ scoped: { agent } }) => [agent.id, agent.name]));
  const known = listMissionControlAgents(database, [...names.keys()]).map((id) => names.get(id) ?? id);
  if (known.length > 0) report(run, tokensUnknownThere(known, run.options.dryRun), null, "warning");
}
