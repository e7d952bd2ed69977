import { describe, expect, test } from "vitest";
import { readContent } from "../database/contents.ts";
import { listFileVersions } from "../database/file-versions.ts";
import { saveKeepsLearned } from "../database/keeps-learned.ts";
import { pruneVersions } from "../database/prune-versions.ts";
import { applySavedPlan } from "../provisioning/apply-saved-plan.ts";
import { checkDrift } from "../provisioning/check-drift.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { fixture, open } from "../provisioning/test-open-fixture.ts";
import { restoreOptions } from "./plan-restores.ts";

const startedBy = "test";
const memory = "MEMORY.md";

function versions(agentId: string, fileName = memory) {
  const { database, vault } = fixture.app;
  return listFileVersions(database, agentId, fileName).map(({ source, contentSha256 }) => [
    source,
    readContent(database, vault, contentSha256),
  ]);
}

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  async function openSynced(keeps: boolean) {
    const opened = await open({ gateway: { version } });
    await opened.sync({ rotateTokens: true });
    saveKeepsLearned(opened.app.database, keeps);
    const agent = opened.agentIds[0] ?? "";
    const write = (text: string, name = memory) => opened.gateway.writeFile(opened.keyOf(agent), name, text);
    const check = () => checkDrift(opened.app, { gatewayId: opened.gatewayId, startedBy });
    const first = versions(agent);
    return { ...opened, agent, write, check, first };
  }

  test("what an agent writes in its own files is a version by choice, found by a sync or a check, once", async () => {
    const { agent, write, check, sync, first, tokenOf } = await openSynced(true);
    write("learned one");
    await sync();
    write(`learned two, with AUTH_TOKEN=${tokenOf(agent)}`);
    write("Ada prefers tea.", "USER.md");
    expect((await check()).report.errors).toEqual([]);
    await check();
    await sync({ verify: true });
    expect(
      versions(agent)
        .slice(first.length)
        .map(([source]) => source),
    ).toEqual(["found", "found"]);
    const kept = versions(agent);
    expect(kept.at(-2)).toEqual(["found", "learned one"]);
    expect(kept.at(-1)?.[1]).toMatch(/^learned two, with /);
    expect(kept.at(-1)?.[1]).not.toContain(tokenOf(agent));
    expect(versions(agent, "USER.md").at(-1)).toEqual(["found", "Ada prefers tea."]);
    // The same as before is a version again: it is what the agent had then.
    write("learned one");
    await check();
    expect(versions(agent).at(-1)).toEqual(["found", "learned one"]);
    expect(versions(agent)).toHaveLength(first.length + 3);
  });

  test("a file that was read before the choice is fetched for it once", async () => {
    const { app, agent, write, check, first, gateway } = await openSynced(false);
    write("learned before");
    await check();
    expect(versions(agent)).toEqual(first);
    saveKeepsLearned(app.database, true);
    await check();
    expect(versions(agent).at(-1)).toEqual(["found", "learned before"]);
    gateway.resetCounters();
    await check();
    expect(gateway.calls.get("agents.files.get") ?? 0).toBe(0);
  });

  test("neither without the choice, nor what OpenClaw puts there", async () => {
    const { app, agent, write, sync, first } = await openSynced(false);
    write("learned");
    await sync();
    expect(versions(agent)).toEqual(first);
    saveKeepsLearned(app.database, true);
    const before = versions(agent, "USER.md");
    write("# USER.md\n\nA starting file of the practice gateway. Make it yours.\n", "USER.md");
    await sync({ dryRun: true });
    expect(versions(agent, "USER.md")).toEqual(before);
  });

  test("an earlier one is restored once the operator chooses it; what the agent wrote since is kept first", async () => {
    const { app, agent, write, check, gateway, keyOf, sync } = await openSynced(true);
    write("learned one");
    await check();
    const [earlier] = listFileVersions(app.database, agent, memory).slice(-1);
    write("learned two");
    const file = { agentId: agent, fileName: memory, versionId: earlier?.id ?? 0 };
    const { plan, report } = await syncTemplates(app, { options: restoreOptions(app.database, file), startedBy });
    expect(report.notes?.join()).toMatch(/MEMORY\.md is written by the agent itself/);
    expect(plan?.summary).toMatchObject({ conflict: 1 });
    if (!plan) throw new Error("no plan");
    const { report: applied } = await applySavedPlan(app, { plan, startedBy });
    expect(applied.errors).toEqual([]);
    expect(gateway.readFile(keyOf(agent), memory)).toBe("learned one");
    expect(versions(agent).slice(-2)).toEqual([
      ["found", "learned two"],
      ["restored", "learned one"],
    ]);
    expect((await sync()).report.stats.fileWrites).toBe(0);
  });

  test("they are kept as long as other versions, not as long as the run that found them", async () => {
    const { app, agent, write, sync } = await openSynced(true);
    for (const text of ["one", "two", "three"]) {
      write(text);
      await sync();
    }
    const later = new Date(Date.now() + 60_000).toISOString();
    for (const _ of pruneVersions(app.database, { keepVersions: 1, recordedSince: later }));
    expect(versions(agent).map(([, text]) => text)).not.toContain("one");
    expect(versions(agent).at(-1)).toEqual(["found", "three"]);
  });

  test("one that a later run replaced is kept as long as that run, for its undo", async () => {
    const { app, agent, write, check, sync } = await openSynced(true);
    write("before the run");
    await check();
    await sync({ overwrite: true });
    for (const text of ["one", "two"]) {
      write(text);
      await check();
    }
    const later = new Date(Date.now() + 60_000).toISOString();
    for (const _ of pruneVersions(app.database, { keepVersions: 1, recordedSince: later }));
    const texts = versions(agent).map(([, text]) => text);
    expect([texts.includes("before the run"), texts.includes("one"), texts.includes("two")]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
