import { expect } from "vitest";
import { type Plan, planSchema } from "../../shared/plan.ts";
import type { SyncOptions } from "../../shared/sync-options.ts";
import { type AgentSyncState, readAgentSyncStates } from "../database/agent-sync-states.ts";
import { findRunPlan } from "../database/run-plans.ts";
import { applySavedPlan } from "./apply-saved-plan.ts";
import type { RunSyncResult } from "./model/run-request.ts";
import { openProvisioningFixture, type ProvisioningFixture, type ProvisioningFixtureOptions } from "./test-fixture.ts";

/** A test fixture for plans: what is planned, applied, edited on the gateway, and the sync states after it. */
export type PlanFixture = ProvisioningFixture & {
  /** Plans a sync, with the gateway's counters reset before and after; fails if anything was written. */
  planOf(options?: Partial<SyncOptions>): Promise<Plan>;
  apply(plan: Plan): Promise<RunSyncResult>;
  soulOf(agentId: string): string;
  editSoul(agentId: string, text: string): void;
  stateOf(agentId: string): AgentSyncState | undefined;
};

export async function openPlanFixture(options: ProvisioningFixtureOptions = {}): Promise<PlanFixture> {
  const fixture = await openProvisioningFixture(options);
  const { app, gateway, keyOf } = fixture;
  return {
    ...fixture,
    async planOf(over = {}) {
      gateway.resetCounters();
      const { plan, status } = await fixture.sync({ ...over, dryRun: true });
      expect(status).toBe("succeeded");
      expect([gateway.fileWrites, gateway.configWrites]).toEqual([0, 0]);
      if (!plan) throw new Error("the dry run left no plan");
      gateway.resetCounters();
      // History and file have the same document.
      expect(findRunPlan(app.database, plan.id)).toEqual(plan);
      return planSchema.parse(JSON.parse(JSON.stringify(plan)));
    },
    apply: (plan) => applySavedPlan(app, { plan, startedBy: "test" }),
    soulOf: (agentId) => gateway.readFile(keyOf(agentId), "SOUL.md") ?? "",
    editSoul: (agentId, text) => gateway.writeFile(keyOf(agentId), "SOUL.md", text),
    stateOf: (agentId) => readAgentSyncStates(app.database, [agentId]).get(agentId),
  };
}

export function agentOf(plan: Plan, agentId: string): Plan["agents"][number] | undefined {
  return plan.agents.find((agent) => agent.agentId === agentId);
}
