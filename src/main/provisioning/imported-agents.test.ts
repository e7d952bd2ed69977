import { describe, expect, test } from "vitest";
import { updateAgent } from "../database/agents.ts";
import { importFleet } from "../database/import-fleet.ts";
import { saveMirrorRow } from "../database/mirror/mirror-rows.ts";
import { deleteMirrorSource, saveMirrorSource } from "../database/mirror/mirror-source.ts";
import { fixture, open } from "./test-open-fixture.ts";

/* Agents that Mission Control has too. */

describe("an agent that Mission Control is deleting", () => {
  test("is skipped with that reason, by its mark or by its status, as the plan shows", async () => {
    const { agentIds, mainId, app, gateway, keyOf, sync } = await open();
    const [first = "", second = ""] = agentIds;
    updateAgent(app.database, first, { deleteRequestedAt: "2026-01-01T00:00:00.000000Z" });
    for (const id of [second, mainId]) updateAgent(app.database, id, { status: "deleting" });
    const deleting = [first, second, mainId];
    const reasonOf = (agents: { agentId: string; reason: string | null }[]) =>
      deleting.map((id) => agents.find(({ agentId }) => agentId === id)?.reason);
    const dry = await sync({ dryRun: true, rotateTokens: true });
    expect(reasonOf(dry.report.agents)).toEqual(deleting.map(() => "being-deleted"));
    expect(JSON.stringify(dry.plan)).toContain("Mission Control is deleting it");
    const { report, status } = await sync({ rotateTokens: true });
    expect(status).toBe("succeeded");
    expect(report.errors).toEqual([]);
    expect(reasonOf(report.agents)).toEqual(deleting.map(() => "being-deleted"));
    for (const id of deleting) expect(gateway.agentIds).not.toContain(keyOf(id));
  });
});

describe("a new token of an agent that was imported from Mission Control", () => {
  const warnings = (report: { errors: { code: string; severity: string; message: string }[] }) =>
    report.errors.filter(({ code }) => code === "token-unknown-there");

  /** One agent comes with a hash, as in a file that was exported from Mission Control. */
  async function openImported() {
    const opened = await open();
    const [id = ""] = opened.agentIds;
    const { name, gateway_id, board_id } = readRow(id);
    importFleet(opened.app.database, opened.app.vault, {
      agents: [{ id, name, gateway_id, board_id, agent_token_hash: "pbkdf2_sha256$1$c2FsdA$aGFzaA" }],
    });
    return { ...opened, name: String(name) };
  }
  const readRow = (id: string) =>
    fixture.app.database.sqlite
      .prepare<[string], Record<string, unknown>>("SELECT * FROM agents WHERE id = ?")
      .get(id) ?? {};

  test("is unknown there, as the plan says before and the sync after", async () => {
    const { sync, name } = await openImported();
    const [planned] = warnings((await sync({ dryRun: true, rotateTokens: true })).report);
    expect(planned).toMatchObject({
      severity: "warning",
      message: expect.stringContaining(`Agent "${name}" would get`),
    });
    const { report, status } = await sync({ rotateTokens: true });
    expect([status, warnings(report).length]).toEqual(["succeeded", 1]);
    expect(warnings((await sync({})).report)).toEqual([]);
  });

  const checked = { checkedAt: "", ok: true, stages: [], migration: null, isReadOnly: false };
  function setSource({ writeBack = true, isReadOnly = false } = {}): void {
    const settings = { url: "postgres://a@b/c", tls: "off", caPem: null, pollSeconds: 60 } as const;
    const { database, vault } = fixture.app;
    saveMirrorSource(database, vault, { ...settings, writeBack, check: { ...checked, isReadOnly } });
  }
  const plannedWarnings = async (sync: Awaited<ReturnType<typeof open>>["sync"]) =>
    warnings((await sync({ dryRun: true, rotateTokens: true })).report);

  test("is known there with a source, and never was expected there of an agent made here", async () => {
    const { app, sync } = await openImported();
    setSource();
    expect(await plannedWarnings(sync)).toEqual([]);
    app.database.sqlite.exec("DELETE FROM mirror_source; DELETE FROM mission_control_agents");
    expect(await plannedWarnings(sync)).toEqual([]);
  });

  test("is unknown there when nothing is written back to the source", async () => {
    const { sync } = await openImported();
    for (const settings of [{ writeBack: false }, { isReadOnly: true }]) {
      setSource(settings);
      expect(await plannedWarnings(sync)).toMatchObject([
        { hint: expect.stringContaining("with a user that may write") },
      ]);
    }
  });

  test("is unknown there of an agent that was pulled, also after the source was removed", async () => {
    const { app, sync, agentIds } = await open();
    const [id = ""] = agentIds;
    setSource({ writeBack: false });
    saveMirrorRow(app.database, { table: "agents", id }, "", {});
    expect(await plannedWarnings(sync)).toHaveLength(1);
    deleteMirrorSource(app.database);
    expect(await plannedWarnings(sync)).toHaveLength(1);
  });
});
