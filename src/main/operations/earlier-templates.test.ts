import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readAgentSyncStates } from "../database/agent-sync-states.ts";
import { listWrittenFiles } from "../database/written-files.ts";
import { applySavedPlan } from "../provisioning/apply-saved-plan.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { fixture, open } from "../provisioning/test-open-fixture.ts";
import { copyTemplates } from "../templates/test-template-folder.ts";
import { assignTemplateSet } from "./assign-template-set.ts";
import { saveSettings } from "./change-settings.ts";
import { findEarlierTemplates } from "./earlier-templates.ts";
import { undoOptions } from "./plan-restores.ts";
import { restoreAllTemplates } from "./save-templates.ts";

const startedBy = "test";
const soul = "BOARD_SOUL.md.j2";

const services = () => ({ database: fixture.app.database, dataDir: fixture.app.dataDir, startedBy });
const earlier = (runId: string) => findEarlierTemplates(services(), runId);

function souls(): Map<string, string | undefined> {
  const { agentIds, gateway, keyOf } = fixture;
  return new Map(agentIds.map((id) => [id, gateway.readFile(keyOf(id), "SOUL.md")]));
}

async function undo(runId: string) {
  const { app } = fixture;
  const { plan } = await syncTemplates(app, { options: undoOptions(app.database, runId), startedBy });
  if (!plan) throw new Error("no plan");
  const { report } = await applySavedPlan(app, { plan, startedBy });
  expect(report.errors).toEqual([]);
  return { plan, report };
}

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  async function openWithSet() {
    const opened = await open({ agents: 4, gateway: { version } });
    const folder = copyTemplates(join(opened.app.dataDir, "templates/ours"));
    saveSettings(opened.app.database, { templateFolder: folder });
    const first = (await opened.sync({ rotateTokens: true })).report.runId;
    const append = (text: string) => writeFileSync(join(folder, soul), `${readFileSync(join(folder, soul))}${text}\n`);
    return { ...opened, folder, first, append, before: souls() };
  }

  test("with the templates from before a run, its undo needs no exception and the next sync writes nothing", async () => {
    const { app, sync, agentIds, folder, first, append, before } = await openWithSet();
    const text = readFileSync(join(folder, soul), "utf8");
    expect(await earlier(first)).toEqual([]);
    // By another program: a sync notices it.
    append("Be brief.");
    const { runId } = (await sync()).report;
    expect(souls()).not.toEqual(before);
    const sets = await earlier(runId);
    expect(sets).toMatchObject([{ folder, name: "ours", templates: [soul], others: [], agents: agentIds.length + 1 }]);
    await restoreAllTemplates(services(), sets);
    expect(readFileSync(join(folder, soul), "utf8")).toBe(text);
    expect((await undo(runId)).report.stats.fileWrites).toBe(agentIds.length + 1);
    expect(souls()).toEqual(before);
    const kept = listWrittenFiles(app.database, agentIds).filter(({ keptTheirsMaskedSha256: pair }) => pair !== null);
    expect(kept).toEqual([]);
    expect((await sync()).report.stats.fileWrites).toBe(0);
    expect(agentIds.map((id) => readAgentSyncStates(app.database, agentIds).get(id)?.state)).toEqual(
      agentIds.map(() => "synced"),
    );
    expect(await earlier(runId)).toEqual([]);
  });

  test("templates that changed since a run are offered as well, and refused once they moved again", async () => {
    const { sync, agentIds, gateway, keyOf, append, before } = await openWithSet();
    const [agent = ""] = agentIds;
    gateway.writeFile(keyOf(agent), "SOUL.md", "By hand.");
    const { runId } = (await sync()).report;
    expect(await earlier(runId)).toEqual([]);
    append("Be brief.");
    const sets = await earlier(runId);
    expect(sets).toMatchObject([{ templates: [soul] }]);
    append("Be kind.");
    await expect(restoreAllTemplates(services(), sets)).rejects.toMatchObject({ code: "templates-not-saved" });
    await restoreAllTemplates(services(), await earlier(runId));
    await undo(runId);
    expect(souls()).toEqual(new Map([...before, [agent, "By hand."]]));
    expect((await sync()).report.stats.fileWrites).toBe(0);
  });

  test("of several sets, none is taken if one cannot be", async () => {
    const { app, sync, append, folder } = await openWithSet();
    const second = copyTemplates(join(app.dataDir, "templates/second"));
    const target = { kind: "board", id: fixture.boardIds[0] ?? "" } as const;
    await assignTemplateSet(services(), { folder: second, target });
    await sync({ overwrite: true });
    const texts = () => [folder, second].map((each) => readFileSync(join(each, soul), "utf8"));
    const before = texts();
    append("Be brief.");
    writeFileSync(join(second, soul), `${before[1]}Be kind.\n`);
    const { runId } = (await sync()).report;
    const sets = await earlier(runId);
    expect(sets.map((set) => set.name).toSorted()).toEqual(["ours", "second"]);
    const after = texts();
    const wrong = sets.map((set, index) => (index === 1 ? { ...set, baseSha256: "another" } : set));
    await expect(restoreAllTemplates(services(), wrong)).rejects.toMatchObject({ code: "templates-not-saved" });
    expect(texts()).toEqual(after);
    // Also if the second one fails when it is written: the same set twice has moved by then.
    const twice = sets.slice(0, 1).flatMap((set) => [set, set]);
    await expect(restoreAllTemplates(services(), twice)).rejects.toMatchObject({ code: "templates-not-saved" });
    expect(texts()).toEqual(after);
    expect(await earlier(runId)).toEqual(sets);
    await restoreAllTemplates(services(), sets);
    expect(texts()).toEqual(before);
  });
});
