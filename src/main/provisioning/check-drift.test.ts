import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasChanges } from "../../shared/plan-work.ts";
import { syncOptionsSchema } from "../../shared/sync.ts";
import { forgetSyncStates } from "../database/agent-sync-states.ts";
import { updateAgent } from "../database/agents.ts";
import { listRuns, readRun } from "../database/read-runs.ts";
import { keepTheirs } from "../database/written-files.ts";
import { createLiveRenderer } from "../live-templates.ts";
import { defaultTemplateFolder } from "../templates/template-set.ts";
import { checkDrift } from "./check-drift.ts";
import { syncTemplates } from "./sync-gateway.ts";
import { agentOf, openPlanBench, type PlanBench } from "./test-plan-bench.ts";

let bench: PlanBench;

afterEach(async () => {
  await bench.close();
});

describe("on a gateway that is synced", () => {
  let lead: string;
  let worker: string;

  beforeEach(async () => {
    bench = await openPlanBench();
    await bench.sync({ rotateTokens: true });
    [lead = "", , worker = ""] = bench.agentIds;
  });

  test("says who moved, and takes ours where it was planned", async () => {
    bench.editSoul(worker, "edited");
    const plan = await bench.planOf();
    const [step] = agentOf(plan, worker)?.files.filter(({ name }) => name === "SOUL.md") ?? [];
    expect(step).toMatchObject({ action: "change", moved: "theirs" });
    expect(bench.stateOf(worker)).toMatchObject({
      state: "out-of-sync",
      differing: [{ name: "SOUL.md", moved: "theirs" }],
    });
    expect(readRun(bench.app.database, plan.id).drift[0]?.diff).toContain("-edited");
    await bench.apply(plan);
    expect(bench.soulOf(worker)).not.toBe("edited");
    expect(bench.gateway.fileWrites).toBe(1);
    expect(bench.stateOf(worker)?.state).toBe("synced");
  });

  test("both sides moved is a conflict", async () => {
    bench.editSoul(worker, "edited");
    updateAgent(bench.app.database, worker, { soulTemplate: "Another soul for {{ agent_name }}." });
    const plan = await bench.planOf();
    expect(plan.summary).toMatchObject({ conflict: 1, change: 0 });
    expect(bench.stateOf(worker)?.state).toBe("conflict");
    await bench.apply(plan);
    expect(bench.soulOf(worker)).toBe("Another soul for Agent 2.");
  });

  test("theirs is kept until either side changes", async () => {
    bench.editSoul(worker, "better");
    const [step] = agentOf(await bench.planOf(), worker)?.files.filter(({ name }) => name === "SOUL.md") ?? [];
    const theirsMaskedSha256 = step?.theirsMaskedSha256 ?? "";
    const oursMaskedSha256 = step?.oursMaskedSha256 ?? "";
    keepTheirs(bench.app.database, worker, "SOUL.md", { theirsMaskedSha256, oursMaskedSha256 });
    expect(hasChanges(await bench.planOf())).toBe(false);
    expect(bench.stateOf(worker)?.state).toBe("synced");
    await bench.sync();
    expect(bench.soulOf(worker)).toBe("better");
    bench.editSoul(worker, "worse");
    expect((await bench.planOf()).summary.change).toBe(1);
    await bench.sync();
    expect(bench.soulOf(worker)).not.toBe("worse");
  });

  test("a sync of what is out of sync leaves the rest alone", async () => {
    bench.editSoul(worker, "edited");
    await checkDrift(bench.app, { gatewayId: bench.gatewayId, startedBy: "test" });
    const { report } = await bench.sync({ outOfSyncOnly: true });
    expect(report.agents.map(({ agentId, outcome }) => [agentId, outcome])).toEqual([[worker, "updated"]]);
    expect((await bench.sync({ outOfSyncOnly: true })).report.agents).toEqual([]);
  });

  test("what changed in our own records or templates since is not taken for synced", async () => {
    const database = bench.app.database;
    expect(bench.stateOf(worker)?.state).toBe("synced");
    forgetSyncStates(database, { id: worker });
    expect([bench.stateOf(worker)?.state, bench.stateOf(lead)?.state]).toEqual(["unknown", "synced"]);
    const { report } = await bench.sync({ outOfSyncOnly: true });
    expect(report.agents.map(({ agentId }) => agentId)).toEqual([worker]);
    const folder = mkdtempSync(join(tmpdir(), "flight-deck-templates-"));
    cpSync(defaultTemplateFolder(), folder, { recursive: true });
    appendFileSync(join(folder, "BOARD_SOUL.md.j2"), "\nOne line more.\n");
    const live = createLiveRenderer({ database, templateFolder: folder, baseUrl: "http://127.0.0.1:8000" });
    await live.templates.reload();
    rmSync(folder, { recursive: true });
    expect([bench.stateOf(worker)?.state, bench.stateOf(lead)?.state]).toEqual(["unknown", "unknown"]);
  });

  test("a record or template that changes during a sync does not count as synced", async () => {
    const { app, gatewayId } = bench;
    bench.editSoul(worker, "edited");
    await bench.planOf();
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
      forgetSyncStates(app.database, { id: worker });
    });
    expect([bench.stateOf(worker)?.state, bench.stateOf(lead)?.state]).toEqual(["unknown", "synced"]);
    const { report } = await bench.sync({ outOfSyncOnly: true });
    expect(report.agents.map(({ agentId, outcome }) => [agentId, outcome])).toEqual([[worker, "updated"]]);
    expect(bench.soulOf(worker)).toBe("Edited meanwhile.");
    await syncDuring(() => forgetSyncStates(app.database));
    expect([bench.stateOf(worker)?.state, bench.stateOf(lead)?.state]).toEqual(["unknown", "unknown"]);
  });

  test("of drift checks the history keeps the latest", async () => {
    const check = () => checkDrift(bench.app, { gatewayId: bench.gatewayId, startedBy: "test" });
    bench.gateway.resetCounters();
    await check();
    const { report, plan } = await check();
    expect([bench.gateway.fileWrites, bench.gateway.configWrites]).toEqual([0, 0]);
    expect(plan && hasChanges(plan)).toBe(false);
    const kept = listRuns(bench.app.database, { limit: 10 }).filter(({ kind }) => kind === "drift-check");
    expect(kept.map(({ id }) => id)).toEqual([report.runId]);
  });
});
