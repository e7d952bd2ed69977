import { expect, it } from "vitest";
import { applySavedPlan } from "../../../src/main/provisioning/apply-saved-plan.ts";
import type { Plan } from "../../../src/shared/plan.ts";
import { hasChanges } from "../../../src/shared/plan-work.ts";
import type { SyncOptions } from "../../../src/shared/sync-options.ts";
import { agentNamed, expectAllRight, type GatewayFixture, heartbeatOf } from "../gateway-fixture.ts";
import { editFile, readFile } from "../read-back.ts";

/** Plans that are made, saved, and applied after the gateway has changed. */
export function planCases(fixture: () => GatewayFixture): void {
  const planOf = async (options: Partial<SyncOptions> = {}): Promise<Plan> => {
    const { plan, report } = await fixture().station.sync({ ...options, dryRun: true });
    expect(report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
    if (!plan) throw new Error("the dry run made no plan");
    return plan;
  };

  it("applies what was planned, refuses what changed since, and does nothing else", async () => {
    const { station, raw, settle } = fixture();
    await settle();
    const [planned, moved, later] = ["Worker 3", "Worker 4", "Worker 5"].map((name) => agentNamed(fixture(), name).key);
    const note = "Dance at noon.\n";
    const edit = (key: string | undefined, name: string, text: string) =>
      raw((client) => editFile(client, key ?? "", name, () => text));
    await edit(planned, "SOUL.md", note);
    await edit(planned, heartbeatOf(fixture()), note);
    await edit(moved, "SOUL.md", note);
    const plan = await planOf();
    expect(plan.summary).toMatchObject({ change: 3, create: 0, conflict: 0, configWrites: 0 });
    await edit(moved, "SOUL.md", `${note}And at midnight.\n`);
    await edit(later, "SOUL.md", note);

    const { report } = await applySavedPlan(station.app, { plan, startedBy: "test" });

    expect(report.errors.map(({ code }) => code)).toEqual(["plan-moved"]);
    expect(report.stats).toMatchObject({ fileWrites: 2, configWrites: 0 });
    await raw(async (client) => {
      expect(await readFile(client, planned ?? "", "SOUL.md")).not.toContain("Dance");
      expect(await readFile(client, moved ?? "", "SOUL.md")).toContain("And at midnight.");
      expect(await readFile(client, later ?? "", "SOUL.md")).toBe(note);
    });
    await station.sync();
    expect(hasChanges(await planOf())).toBe(false);
    await expectAllRight(fixture());
  });

  it("finds by size and time alone the same changes as by reading every file", async () => {
    const { settle } = fixture();
    await settle();
    const quick = await planOf();
    const thorough = await planOf({ verify: true });
    expect(hasChanges(quick)).toBe(false);
    expect(quick.summary).toEqual(thorough.summary);
  });
}
