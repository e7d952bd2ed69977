import { afterEach, expect, it } from "vitest";
import { listWrittenFiles } from "../database/written-files.ts";
import { selectFromPlan } from "./apply-saved-plan.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";

let fixture: PlanFixture;
afterEach(() => fixture.close());

async function openEdited(): Promise<{ kept: string; other: string }> {
  fixture = await openPlanFixture({ agents: 2, boards: 1 });
  await fixture.sync({ rotateTokens: true });
  const [kept = "", other = ""] = fixture.agentIds;
  for (const id of [kept, other]) fixture.editSoul(id, "Mine.\n");
  return { kept, other };
}

const pairOf = (agentId: string) =>
  listWrittenFiles(fixture.app.database, [agentId]).find(({ fileName }) => fileName === "SOUL.md")
    ?.keptTheirsMaskedSha256;

it("is recorded when the plan is applied, without a write, and the agent is synced then", async () => {
  const { kept, other } = await openEdited();
  const whole = await fixture.planOf();
  const plan = selectFromPlan(whole, [], [{ agentId: kept, files: ["SOUL.md"] }]);
  expect(plan.summary).toMatchObject({ change: 0, preserved: 1 });
  expect(pairOf(kept)).toBeNull();
  const { status, report } = await fixture.apply(plan);
  expect([status, fixture.gateway.fileWrites]).toEqual(["succeeded", 0]);
  expect(report.agents).toMatchObject([{ agentId: kept, outcome: "unchanged", filesPreserved: ["SOUL.md"] }]);
  expect(pairOf(kept)).toBe(agentOf(whole, kept)?.files[0]?.theirsMaskedSha256);
  expect([fixture.stateOf(kept)?.state, fixture.stateOf(other)?.state]).toEqual(["synced", "out-of-sync"]);
  await fixture.sync();
  expect([fixture.soulOf(kept), fixture.soulOf(other)]).toEqual(["Mine.\n", expect.not.stringContaining("Mine")]);
  // It ends when either side changes.
  fixture.editSoul(kept, "Mine again.\n");
  await fixture.sync();
  expect(fixture.soulOf(kept)).not.toContain("Mine");
});

it("is refused where the file moved since, and recorded nowhere", async () => {
  const { kept } = await openEdited();
  const plan = selectFromPlan(await fixture.planOf(), [], [{ agentId: kept, files: ["SOUL.md"] }]);
  fixture.editSoul(kept, "Other.\n");
  const { report } = await fixture.apply(plan);
  expect(report.errors).toMatchObject([{ code: "plan-moved", agentId: kept }]);
  expect([pairOf(kept), fixture.soulOf(kept)]).toEqual([null, "Other.\n"]);
  expect(fixture.stateOf(kept)?.state).toBe("out-of-sync");
});

it("counts also with overwrite, which the plan was made with", async () => {
  const { kept } = await openEdited();
  const plan = selectFromPlan(await fixture.planOf({ overwrite: true }), null, [{ agentId: kept, files: ["SOUL.md"] }]);
  await fixture.apply(plan);
  expect([pairOf(kept) !== null, fixture.soulOf(kept)]).toEqual([true, "Mine.\n"]);
});

it("cannot be chosen for a file that the plan does not replace, or an agent that gets a new token", async () => {
  const { kept } = await openEdited();
  const whole = await fixture.planOf();
  expect(() => selectFromPlan(whole, [], [{ agentId: kept, files: ["IDENTITY.md"] }])).toThrow("cannot be kept");
  expect(() => selectFromPlan(whole, [], [{ agentId: "unknown", files: ["SOUL.md"] }])).toThrow("cannot be kept");
  const rekeying = await fixture.planOf({ rekeyAll: true });
  expect(() => selectFromPlan(rekeying, null, [{ agentId: kept, files: ["SOUL.md"] }])).toThrow("cannot be kept");
  // Nor in a plan that was edited by hand.
  const forged = {
    ...rekeying,
    agents: rekeying.agents.map((agent) => ({
      ...agent,
      files: agent.files.map((file) =>
        file.name === "SOUL.md" ? { ...file, action: "preserved" as const, keepsTheirs: true as const } : file,
      ),
    })),
  };
  const { report } = await fixture.apply(forged);
  expect(report.errors.filter(({ code }) => code === "plan-moved").map(({ agentId }) => agentId)).toContain(kept);
  expect([pairOf(kept), fixture.soulOf(kept)]).toEqual([null, "Mine.\n"]);
});
