import { expect, it } from "vitest";
import { updateAgent } from "../../../src/main/database/agents.ts";
import { replacedOptions, undoOptions } from "../../../src/main/operations/plan-restores.ts";
import { applySavedPlan } from "../../../src/main/provisioning/apply-saved-plan.ts";
import { syncTemplates } from "../../../src/main/provisioning/sync-gateway.ts";
import type { SyncOptions } from "../../../src/shared/sync-options.ts";
import { agentNamed, expectAllRight, type GatewayFixture, heartbeatOf } from "../gateway-fixture.ts";
import { editFile, readFile, readFiles } from "../read-back.ts";

/** Earlier versions of files, brought back on the gateway. */
export function undoCases(fixture: () => GatewayFixture): void {
  /** Plans what these options bring back, and applies all of it. */
  const bringBack = async (options: SyncOptions) => {
    const { app } = fixture().station;
    const { plan } = await syncTemplates(app, { options, startedBy: "e2e" });
    if (!plan) throw new Error("the dry run made no plan");
    const { report } = await applySavedPlan(app, { plan, startedBy: "e2e" });
    return { plan, report };
  };
  const everyFile = () => {
    const { station, raw } = fixture();
    const names = ["AGENTS.md", "SOUL.md", "IDENTITY.md", "USER.md", heartbeatOf(fixture())];
    return raw(async (client) => {
      const files = station.agents().map(async ({ key }) => [key, await readFiles(client, key, names)] as const);
      return Object.fromEntries(await Promise.all(files));
    });
  };

  it("are those from before a change of a template over several agents, and one hand edit", async () => {
    const { station, raw, settle } = fixture();
    await settle();
    const { database } = station.app;
    const workers = station.agents().filter(({ isMain }) => !isMain);
    const heartbeat = heartbeatOf(fixture());
    const before = await everyFile();
    for (const { agent } of workers) updateAgent(database, agent.id, { soulTemplate: "Be someone else." });
    const changed = await station.sync();
    expect(changed.report.stats.fileWrites).toBe(workers.length);
    expect(await everyFile()).not.toEqual(before);

    const undone = await bringBack(undoOptions(database, changed.report.runId));

    expect(undone.plan.summary).toMatchObject({ change: workers.length, conflict: 0, configWrites: 0 });
    expect(undone.report).toMatchObject({ errors: [], stats: { fileWrites: workers.length, configWrites: 0 } });
    expect(await everyFile()).toEqual(before);
    const next = await station.sync();
    expect(next.report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });

    const { key, agent } = agentNamed(fixture(), "Worker 3");
    const note = "Written by hand.\n";
    await raw((client) => editFile(client, key, heartbeat, () => note));
    const replaced = await station.sync({ agentIds: [agent.id] });
    expect(await raw((client) => readFile(client, key, heartbeat))).not.toBe(note);
    const file = { agentId: agent.id, fileName: heartbeat };
    const restored = await bringBack(replacedOptions(database, replaced.report.runId, file));
    expect(restored.report).toMatchObject({ errors: [], stats: { fileWrites: 1 } });
    expect(await raw((client) => readFile(client, key, heartbeat))).toBe(note);
    expect((await station.sync()).report.stats.fileWrites).toBe(0);

    // As the other cases expect it.
    for (const { agent: worker } of workers) updateAgent(database, worker.id, { soulTemplate: null });
    await station.sync({ agentIds: [agent.id], fileNames: [heartbeat], overwrite: true });
    await expectAllRight(fixture());
  });
}
