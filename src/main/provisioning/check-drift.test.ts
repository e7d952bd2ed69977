import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasChanges } from "../../shared/plan-work.ts";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { forgetSyncStates } from "../database/agent-sync-states.ts";
import { updateAgent } from "../database/agents.ts";
import { listRuns, readRun } from "../database/read-runs.ts";
import { keepTheirs } from "../database/written-files.ts";
import { createLiveRenderer } from "../live-templates.ts";
import { defaultTemplateFolder } from "../templates/template-set.ts";
import { checkDrift } from "./check-drift.ts";
import { syncTemplates } from "./sync-gateway.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";

let fixture: PlanFixture;

afterEach(async () => {
  await fixture.close();
});

describe("on a gateway that is synced", () => {
  let lead: string;
  let worker: string;

  beforeEach(async () => {
    fixture = await openPlanFixture();
    await fixture.sync({ rotateTokens: true });
    [lead = "", , worker = ""] = fixture.agentIds;
  });

  test("says who moved, and takes ours where it was planned", async () => {
    fixture.editSoul(worker, "edited");
    const plan = await fixture.planOf();
    const [step] = agentOf(plan, worker)?.files.filter(({ name }) => name === "SOUL.md") ?? [];
    expect(step).toMatchObject({ action: "change", moved: "theirs" });
    expect(fixture.stateOf(worker)).toMatchObject({
      state: "out-of-sync",
      differing: [{ name: "SOUL.md", moved: "theirs" }],
    });
    expect(readRun(fixture.app.database, plan.id).drift[0]?.diff).toContain("-edited");
    await fixture.apply(plan);
    expect(fixture.soulOf(worker)).not.toBe("edited");
    expect(fixture.gateway.fileWrites).toBe(1);
    expect(fixture.stateOf(worker)?.state).toBe("synced");
  });

  test("both sides moved is a conflict", async () => {
    fixture.editSoul(worker, "edited");
    updateAgent(fixture.app.database, worker, { soulTemplate: "Another soul for {{ agent_name }}." });
    const plan = await fixture.planOf();
    expect(plan.summary).toMatchObject({ conflict: 1, change: 0 });
    expect(fixture.stateOf(worker)?.state).toBe("conflict");
    await fixture.apply(plan);
    expect(fixture.soulOf(worker)).toBe("Another soul for Agent 2.");
  });

  test("theirs is kept until either side changes", async () => {
    fixture.editSoul(worker, "better");
    const [step] = agentOf(await fixture.planOf(), worker)?.files.filter(({ name }) => name === "SOUL.md") ?? [];
    const theirsMaskedSha256 = step?.theirsMaskedSha256 ?? "";
    const oursMaskedSha256 = step?.oursMaskedSha256 ?? "";
    keepTheirs(fixture.app.database, worker, "SOUL.md", { theirsMaskedSha256, oursMaskedSha256 });
    expect(hasChanges(await fixture.planOf())).toBe(false);
    expect(fixture.stateOf(worker)?.state).toBe("synced");
    await fixture.sync();
    expect(fixture.soulOf(worker)).toBe("better");
    fixture.editSoul(worker, "worse");
    expect((await fixture.planOf()).summary.change).toBe(1);
    await fixture.sync();
    expect(fixture.soulOf(worker)).not.toBe("worse");
  });

  test("a sync of what is out of sync leaves the rest alone", async () => {
    fixture.editSoul(worker, "edited");
    await checkDrift(fixture.app, { gatewayId: fixture.gatewayId, startedBy: "test" });
    const { report } = await fixture.sync({ outOfSyncOnly: true });
    expect(report.agents.map(({ agentId, outcome }) => [agentId, outcome])).toEqual([[worker, "updated"]]);
    expect((await fixture.sync({ outOfSyncOnly: true })).report.agents).toEqual([]);
  });

  test("what changed in our own records or templates since is not taken for synced", async () => {
    const database = fixture.app.database;
    expect(fixture.stateOf(worker)?.state).toBe("synced");
    forgetSyncStates(database, { agentIds: [worker] });
    expect([fixture.stateOf(worker)?.state, fixture.stateOf(lead)?.state]).toEqual(["unknown", "synced"]);
    const { report } = await fixture.sync({ outOfSyncOnly: true });
    expect(report.agents.map(({ agentId }) => agentId)).toEqual([worker]);
    const folder = mkdtempSync(join(tmpdir(), "flight-deck-templates-"));
    cpSync(defaultTemplateFolder(), folder, { recursive: true });
    appendFileSync(join(folder, "BOARD_SOUL.md.j2"), "\nOne line more.\n");
    const live = createLiveRenderer({ database, templateFolder: folder, baseUrl: "http://127.0.0.1:8000" });
    await live.templates.reload();
    rmSync(folder, { recursive: true });
    expect([fixture.stateOf(worker)?.state, fixture.stateOf(lead)?.state]).toEqual(["unknown", "unknown"]);
  });

  test("a record or template that changes during a sync does not count as synced", async () => {
    const { app, gatewayId } = fixture;
    fixture.editSoul(worker, "edited");
    await fixture.planOf();
    const options = syncOptionsSchema.parse({ gatewayId });
    const syncDuring = (change: () => void) =>
      syncTemplates(app, {
        options,
        startedBy: "test",
        onEvent: (event) => {
          if (event.type === "phase" && event.phase === "writing-files") change();
        },
      });
    await syncDuring(() => {
      updateAgent(app.database, worker, { soulTemplate: "Edited meanwhile." });
      forgetSyncStates(app.database, { agentIds: [worker] });
    });
    expect([fixture.stateOf(worker)?.state, fixture.stateOf(lead)?.state]).toEqual(["unknown", "synced"]);
    const { report } = await fixture.sync({ outOfSyncOnly: true });
    expect(report.agents.map(({ agentId, outcome }) => [agentId, outcome])).toEqual([[worker, "updated"]]);
    expect(fixture.soulOf(worker)).toBe("Edited meanwhile.");
    await syncDuring(() => forgetSyncStates(app.database, "all"));
    expect([fixture.stateOf(worker)?.state, fixture.stateOf(lead)?.state]).toEqual(["unknown", "unknown"]);
  });

  test("of drift checks the history keeps the latest", async () => {
    const check = () => checkDrift(fixture.app, { gatewayId: fixture.gatewayId, startedBy: "test" });
    fixture.gateway.resetCounters();
    await check();
    const { report, plan } = await check();
    expect([fixture.gateway.fileWrites, fixture.gateway.configWrites]).toEqual([0, 0]);
    expect(plan && hasChanges(plan)).toBe(false);
    const kept = listRuns(fixture.app.database, { limit: 10 }).filter(({ kind }) => kind === "drift-check");
    expect(kept.map(({ id }) => id)).toEqual([report.runId]);
  });
});
