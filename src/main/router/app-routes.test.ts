import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { readAgentSyncStates } from "../database/agent-sync-states.ts";
import { checkGateway } from "../gateway/check.ts";
import { checkFolder } from "../operations/check-templates.ts";
import { storeFindings } from "../operations/store-findings.ts";
import { defaultTemplateFolder } from "../templates/template-set.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture({ boards: 1, agents: 1 });
});
afterEach(() => fixture.close());

describe("errors", () => {
  it("of the operator's come with code, message and hint", async () => {
    const missing = fixture.client.agents.get({ id: "unknown" });
    await expect(missing).rejects.toMatchObject({
      code: "FLIGHT_DECK",
      defined: true,
      message: "There is no agent with the id unknown.",
      data: { code: "not-found", hint: expect.any(String) },
    });
  });

  it("of an input name its fields", async () => {
    const saved = fixture.client.app.saveSettings({ maxInFlight: 1000 });
    await expect(saved).rejects.toMatchObject({
      message: expect.stringMatching(/^maxInFlight: /),
      data: { code: "bad-input" },
    });
  });

  it.each([
    "http://user:password@control.example",
    "http://control.example/?token=secret",
    "http://control.example/#secret",
    "http://control.example/\nAUTH_TOKEN=x",
    "ws://control.example",
  ])("of the base URL %j refuse the settings, and keep those there were", async (baseUrl) => {
    const before = await fixture.client.app.settings();
    const saved = fixture.client.app.saveSettings({ baseUrl, theme: "dark" });
    await expect(saved).rejects.toMatchObject({ code: "FLIGHT_DECK", data: { code: "bad-input" } });
    await expect(saved).rejects.not.toMatchObject({ message: expect.stringContaining("secret") });
    expect(await fixture.client.app.settings()).toEqual(before);
  });

  it("of a database that cannot be written say so, and what to do", async () => {
    const { sqlite } = fixture.hostedApp.services.database;
    sqlite.pragma("query_only = ON");
    const failed = fixture.client.app.saveSettings({ theme: "dark" });
    await expect(failed).rejects.toMatchObject({
      code: "FLIGHT_DECK",
      data: { code: "database-unwritable", hint: expect.stringContaining("disk") },
    });
    sqlite.pragma("query_only = OFF");
  });

  it("of our own say nothing but that there was one, and are logged", async () => {
    fixture.hostedApp.services.database.sqlite.exec("DROP TABLE settings");
    const failed = fixture.client.app.settings();
    await expect(failed).rejects.toMatchObject({
      code: "INTERNAL_SERVER_ERROR",
      message: expect.not.stringContaining("settings"),
    });
    const log = readFileSync(join(fixture.dataDir, "flight-deck.log"), "utf8");
    expect(log).toContain('"call":"app.settings"');
    expect(log).toContain("no such table");
  });
});

describe("settings", () => {
  it("have defaults, and keep what was set", async () => {
    const { baseUrl } = await fixture.client.app.settings();
    expect(await fixture.client.app.saveSettings({ theme: "dark", maxInFlight: 8 })).toMatchObject({
      theme: "dark",
      baseUrl,
    });
    expect(await fixture.client.app.settings()).toEqual({
      baseUrl,
      theme: "dark",
      maxInFlight: 8,
      templateFolder: null,
      backupsKept: 7,
      historyDays: 90,
      historyRuns: 200,
      versionDays: 90,
      versionsKept: 50,
      keepsLearned: false,
      keepsAwake: true,
    });
    expect(fixture.hostedApp.services.connections.of(fixture.gatewayId).limit.limit).toBe(8);
  });

  it("refuse a template folder that cannot be used, and stay as they were", async () => {
    const saved = fixture.client.app.saveSettings({ templateFolder: fixture.dataDir });
    await expect(saved).rejects.toMatchObject({ data: { code: "template-error" } });
    expect((await fixture.client.app.settings()).templateFolder).toBeNull();
    expect((await fixture.client.templates.list()).error).toBeNull();
  });

  it("reach the files of the next sync", async () => {
    await fixture.client.app.saveSettings({ baseUrl: "https://mission.example" });
    await fixture.sync({ rotateTokens: true });
    const file = fixture.gateway.readFile(`lead-${fixture.boardIds[0]}`, "AGENTS.md");
    expect(file).toContain("BASE_URL=https://mission.example");
  });

  it("make agents of gateways without a base URL of their own differ, whichever templates these have", async () => {
    const { database } = fixture.hostedApp.services;
    const { gatewayId, agentIds } = fixture;
    const [agentId = ""] = agentIds;
    const { folder } = await fixture.client.templates.list();
    const stateAfter = async (own: { folder: string | null; baseUrl: string | null }, baseUrl: string) => {
      await fixture.client.gateways.setTemplates({ id: gatewayId, ...own });
      await fixture.sync({ rotateTokens: true });
      expect(readAgentSyncStates(database, [agentId]).get(agentId)?.state).toBe("synced");
      await fixture.client.app.saveSettings({ baseUrl });
      return readAgentSyncStates(database, [agentId]).get(agentId)?.state;
    };
    expect(await stateAfter({ folder, baseUrl: null }, "https://mission.example")).toBe("unknown");
    expect(await stateAfter({ folder, baseUrl: "https://own.example" }, "https://other.example")).toBe("synced");
  });
});

describe("templates", () => {
  it("are listed with who gets files from them", async () => {
    const { templates, isBuiltIn, folder } = await fixture.client.templates.list();
    expect(isBuiltIn).toBe(true);
    expect(templates.find(({ name }) => name === "LEAD_AGENTS.md.j2")?.roles).toEqual(["lead"]);
    expect(templates.find(({ name }) => name === "PART_SAFETY.md.j2")?.roles).toEqual([]);
    const { source } = await fixture.client.templates.source({ name: "LEAD_AGENTS.md.j2" });
    expect(source).toBe(readFileSync(join(folder, "LEAD_AGENTS.md.j2"), "utf8"));
  });

  it.each(["../package.json", "..%2fpackage.json", "/etc/passwd", "x/../LEAD_AGENTS.md.j2"])(
    "are not %s",
    async (name) => {
      await expect(fixture.client.templates.source({ name })).rejects.toMatchObject({ data: { code: "not-found" } });
    },
  );

  it("are previewed for an agent against the limits", async () => {
    const preview = await fixture.client.templates.preview({ agentId: fixture.agentIds[0] ?? "" });
    expect(preview.limits).toEqual({ perFile: 20_000, total: 60_000, user: 4_000 });
    expect(preview.whose).toBe("OpenClaw 2026.8.1 and newer");
    expect(preview.totalChars).toBe(
      preview.files.filter(({ name }) => name !== "HEARTBEAT").reduce((sum, { chars }) => sum + chars, 0),
    );
    expect(preview.warnings).toEqual([]);
  });

  it.each(["read now", "sync", "check"])(
    "are held to the limits of the gateway itself once a %s has read them",
    async (how) => {
      const { client, gateway, gatewayId, agentIds, hostedApp } = fixture;
      const config = gateway.config();
      const agents = config.agents as JsonObject;
      gateway.setConfig({ ...config, agents: { ...agents, defaults: { bootstrapMaxChars: 500 } } });
      if (how === "read now") await client.gateways.readHeartbeats({ id: gatewayId });
      if (how === "sync") await fixture.sync({ dryRun: true });
      if (how === "check") {
        const { connections, database } = hostedApp.services;
        storeFindings(database, gatewayId, await checkGateway({ connection: connections.optionsOf(gatewayId) }));
      }
      const preview = await client.templates.preview({ agentId: agentIds[0] ?? "" });
      expect(preview.limits).toEqual({ perFile: 500, total: 60_000, user: 500 });
      const { name } = (await client.gateways.list())[0] ?? {};
      expect(preview.whose).toBe(`gateway "${name}"`);
      expect(preview.warnings.join("\n")).toMatch(
        /^AGENTS\.md: [\d,]+ characters, of which gateway ".*" shows an agent only 500\.$/m,
      );
      const { problems } = await checkFolder(hostedApp.services, defaultTemplateFolder());
      expect(problems.filter(({ kind }) => kind === "too-long").map(({ message }) => message)).toContainEqual(
        expect.stringContaining(`gateway "${name}" shows an agent only 500.`),
      );
    },
  );

  it.each(["BOARD_SOUL.md.j2", "LEAD_AGENTS.md.j2", "MAIN_AGENTS.md.j2"])(
    "whose %s has an undefined name are not taken",
    async (broken) => {
      const { folder, templates } = await fixture.client.templates.list();
      const own = mkdtempSync(join(tmpdir(), "flight-deck-own-templates-"));
      try {
        for (const { name } of templates) writeFileSync(join(own, name), readFileSync(join(folder, name)));
        writeFileSync(join(own, broken), "one\n{{ agent_nickname }}");
        const saved = fixture.client.app.saveSettings({ templateFolder: own });
        const message = expect.stringMatching(new RegExp(`${broken}.*line 2.*agent_nickname`, "s"));
        await expect(saved).rejects.toMatchObject({ data: { code: "template-error" }, message });
        expect(await fixture.client.templates.list()).toMatchObject({ isBuiltIn: true, error: null });
      } finally {
        rmSync(own, { recursive: true, force: true });
      }
    },
  );

  it("that broke since they were chosen stop a sync before it begins, and are shown with the reason", async () => {
    const { folder, templates } = await fixture.client.templates.list();
    const own = mkdtempSync(join(tmpdir(), "flight-deck-own-templates-"));
    try {
      for (const { name } of templates) writeFileSync(join(own, name), readFileSync(join(folder, name)));
      await fixture.client.app.saveSettings({ templateFolder: own });
      writeFileSync(join(own, "BOARD_SOUL.md.j2"), "one\n{{ agent_name");
      expect(await fixture.client.templates.list()).toMatchObject({
        isBuiltIn: false,
        folder: own,
        error: { message: expect.stringMatching(/BOARD_SOUL\.md\.j2.*line 2/s) },
        templates: expect.arrayContaining([expect.objectContaining({ name: "BOARD_SOUL.md.j2" })]),
      });
      const sync = fixture.client.runs.sync({ gatewayId: fixture.gatewayId });
      await expect(sync).rejects.toMatchObject({ data: { code: "template-error" } });
      expect(await fixture.client.runs.list({})).toEqual([]);
      const fixed = await fixture.client.app.saveSettings({ templateFolder: null });
      expect(fixed.templateFolder).toBeNull();
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  });
});

describe("importing a fleet", () => {
  it("counts what it did, and reports what is wrong", async () => {
    const organizations = [{ id: "11111111-1111-4111-8111-111111111111", name: "Second" }];
    const text = JSON.stringify({ organizations });
    const preview = await fixture.client.app.importFleet({ text, dryRun: true });
    expect(preview.rows).toContainEqual(expect.objectContaining({ name: "Second", change: "added" }));
    const { tables } = await fixture.client.app.importFleet({ text });
    expect(tables.organizations).toMatchObject({ inserted: 1 });
    const bad = fixture.client.app.importFleet({ text: '{"boards":[{"id":"x"}]}' });
    await expect(bad).rejects.toMatchObject({
      data: { code: "bad-input" },
      message: expect.stringContaining("boards row 1"),
    });
  });
});

describe("diagnostics", () => {
  it("hold no address, no name and no secret", async () => {
    await fixture.client.gateways.update({ id: fixture.gatewayId, change: { name: 'The "olga" gateway' } });
    await fixture.gateway.kill();
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId });
    await fixture.client.runs.cancel({ id: runId });
    await fixture.ended(runId);
    const { text, fileName } = await fixture.client.app.diagnostics();
    expect(fileName).toMatch(/^flight-deck-diagnostics-\d{4}-\d\d-\d\d\.json$/);
    const { counts, runs } = JSON.parse(text);
    expect(counts).toMatchObject({ agents: 2, runs: 1 });
    expect(runs[0].errors[0].code).toBe("cancelled");
    for (const leaked of ["127.0.0.1", "olga", "Agent 0", "Board 0", fixture.dataDir])
      expect(text).not.toContain(leaked);
  });
});
