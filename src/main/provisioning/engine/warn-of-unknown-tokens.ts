import { hasMirrorSource, writesToMirror } from "../../database/mirror/mirror-source.ts";
import { listMissionControlAgents } from "../../database/mission-control-agents.ts";
import type { Database } from "../../database/open-database.ts";
import type { GatewayPlan } from "../plan/make-plan.ts";
import type { PlanFilter } from "../plan/plan-filter.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { tokensUnknownThere } from "../report/token-errors.ts";

/**
 * Unless changes are written back to Mission Control's database, new tokens of its agents are unknown there: it refuses these
 * agents from then on. A sync warns of it, and its plan does so beforehand.
 */
export function warnOfUnknownTokens(
  database: Database,
  run: RunContext,
  { agents, changes }: Pick<GatewayPlan, "agents" | "changes">,
  filter: PlanFilter,
): void {
  const minted = agents.filter((plan) => filter.take(plan, changes.get(plan.scoped.key)).plan?.token.kind === "mint");
  if (minted.length === 0 || writesToMirror(database)) return;
  const names = new Map(minted.map(({ scoped: { agent } }) => [agent.id, agent.name]));
  const known = listMissionControlAgents(database, [...names.keys()]).map((id) => names.get(id) ?? id);
  if (known.length === 0) return;
  const facts = { isDryRun: run.options.dryRun, hasSource: hasMirrorSource(database) };
  report(run, tokensUnknownThere(known, facts), null, "warning");
}
