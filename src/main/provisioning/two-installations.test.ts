import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Plan } from "../../shared/plan.ts";
import { type SyncOptions, syncOptionsSchema } from "../../shared/sync-options.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { importFleet } from "../database/import-fleet.ts";
import { saveMirrorSource } from "../database/mirror/mirror-source.ts";
import { type App, openApp } from "../open-app.ts";
import { applySavedPlan } from "./apply-saved-plan.ts";
import { syncTemplates } from "./sync-gateway.ts";
import { fleetOf } from "./test-fixture.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { verifyToken } from "./tokens/hash-token.ts";
import { withoutToken, withToken } from "./tokens/test-token-lines.ts";

/** A second installation with the same records. */
type Second = { app: App; gatewayId: string; sync(options?: Partial<SyncOptions>): ReturnType<typeof syncTemplates> };

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

async function openSecond(from?: string): Promise<Second> {
  const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-second-"));
  if (from) cpSync(from, dataDir, { recursive: true });
  const app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000" });
  cleanUps.push(() => {
    app.close();
    rmSync(dataDir, { recursive: true });
  });
  const { url, token } = fixture.gateway;
  const { file, ids } = fleetOf({ boards: 1, agents: 2, url, token, change: {} });
  importFleet(app.database, app.vault, file);
  return {
    app,
    gatewayId: ids.gatewayId,
    sync: (over) =>
      syncTemplates(app, {
        options: syncOptionsSchema.parse({ gatewayId: ids.gatewayId, ...over }),
        startedBy: "second",
      }),
  };
}

const codesOf = (report: { errors: { code: string }[] }) => [...new Set(report.errors.map(({ code }) => code))];

async function accepts(app: App, agentId: string): Promise<boolean> {
  const hash = readAgent(app.database, agentId).agentTokenHash;
  const token = fixture.tokenOf(agentId);
  return hash !== null && token !== null && verifyToken(token, hash);
}

describe.each(["2026.3.28", "2026.9.6"])("two installations on one gateway %s", (version) => {
  const start = () => open({ boards: 1, agents: 2, gateway: { version } });
  const everyFile = () =>
    [...fixture.agentIds, fixture.mainId].map((id) =>
      ["AGENTS.md", "SOUL.md", "TOOLS.md"].map((name) => fixture.gateway.readFile(fixture.keyOf(id), name)),
    );

  test.each<Partial<SyncOptions>>([
    {},
    { rotateTokens: true },
    { rekeyAll: true },
    { overwrite: true, verify: true },
    { dryRun: true, rotateTokens: true },
  ])("the second one leaves the agents of the first alone, with %j", async (options) => {
    const { sync } = await start();
    await sync();
    const before = everyFile();
    const { status, report } = await (await openSecond()).sync(options);
    expect([status, codesOf(report), report.agentsFailed]).toEqual(["failed", ["agent-managed-elsewhere"], 2]);
    expect(report.errors[0]?.message).toMatch(/managed by another installation, Flight Deck [\da-f]{8} on /);
    expect(everyFile()).toEqual(before);
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 2, errors: [], stats: { fileWrites: 0 } });
  });

  test("whatever differs in its records, entries, sessions and workspaces of theirs stay", async () => {
    const { sync, agentIds, gateway } = await start();
    await sync();
    const before = [everyFile(), gateway.config()];
    const second = await openSecond();
    const { database } = second.app;
    updateGateway(database, second.app.vault, second.gatewayId, { workspaceRoot: "/elsewhere" });
    updateAgent(database, agentIds[0] ?? "", { name: "Renamed there", heartbeatConfig: { every: "1h" } });
    gateway.resetCounters();
    const { report } = await second.sync({ resetSessions: true, moveWorkspaces: true });
    expect([codesOf(report), report.agentsFailed]).toEqual([["agent-managed-elsewhere"], 2]);
    expect([everyFile(), gateway.config()]).toEqual(before);
    expect(gateway.calls.get("sessions.reset") ?? 0).toBe(0);
  });

  test("it takes them over when told to; the first one then leaves them alone, and can take them back", async () => {
    const { sync, agentIds, app } = await start();
    await sync();
    const second = await openSecond();
    const { status, report } = await second.sync({ takeOver: true });
    expect([status, report.errors, report.agentsUpdated]).toEqual(["succeeded", [], 2]);
    for (const id of agentIds) expect([await accepts(second.app, id), await accepts(app, id)]).toEqual([true, false]);
    expect((await second.sync()).report).toMatchObject({ agentsUnchanged: 2, errors: [] });

    const before = everyFile();
    const first = await sync({ rotateTokens: true });
    expect([first.status, codesOf(first.report)]).toEqual(["failed", ["agent-managed-elsewhere"]]);
    expect(everyFile()).toEqual(before);

    expect((await sync({ takeOver: true })).report).toMatchObject({ agentsUpdated: 2, errors: [] });
    for (const id of agentIds) expect([await accepts(second.app, id), await accepts(app, id)]).toEqual([false, true]);
  });

  test("a plan shows whom it takes over, and takes over nothing else", async () => {
    const { sync, agentIds } = await start();
    await sync();
    const second = await openSecond();
    const planned = await second.sync({ takeOver: true, dryRun: true });
    expect(planned.plan?.agents.map(({ takesOverFrom, token }) => [takesOverFrom !== undefined, token])).toEqual(
      [0, 1, 2].map(() => [true, "repair"]),
    );
    const plan = planned.plan as Plan;
    const [one = "", other = ""] = agentIds;
    const only = { ...plan, agents: plan.agents.filter(({ agentId }) => agentId === one) };
    const applied = await applySavedPlan(second.app, { plan: only, startedBy: "second" });
    expect(applied.report.errors).toEqual([]);
    expect([await accepts(second.app, one), await accepts(second.app, other)]).toEqual([true, false]);
    expect(await accepts(fixture.app, other)).toBe(true);
  });

  test("an agent whose entry is missing on the gateway is still theirs, by the files in its workspace", async () => {
    const { sync, agentIds, gateway, keyOf } = await start();
    await sync();
    const before = everyFile();
    const [one = ""] = agentIds;
    const config = structuredClone(gateway.config());
    const roster = config.agents as { list?: { id: string }[]; entries?: Record<string, object> };
    if (roster.list) roster.list = roster.list.filter(({ id }) => id !== keyOf(one));
    delete roster.entries?.[keyOf(one)];
    gateway.setConfig(config);
    const second = await openSecond();
    const options = { agentIds: [one], includeMain: false };
    const { report } = await second.sync(options);
    expect(codesOf(report)).toEqual(["agent-managed-elsewhere"]);
    expect(report.agents.find(({ agentId }) => agentId === one)).toMatchObject({
      outcome: "failed",
      reason: "managed-elsewhere",
      filesWritten: [],
    });
    expect(everyFile()).toEqual(before);
    expect((await second.sync({ ...options, takeOver: true })).report.errors).toEqual([]);
    expect(await accepts(second.app, one)).toBe(true);
  });

  test("a plan that shows no take-over takes no agent over", async () => {
    const { sync, agentIds, app } = await start();
    await sync();
    const second = await openSecond();
    await second.sync({ takeOver: true });
    const planned = await second.sync({ takeOver: true, rekeyAll: true, dryRun: true });
    expect(planned.plan?.agents.map(({ takesOverFrom }) => takesOverFrom)).toEqual([0, 1, 2].map(() => undefined));
    await sync({ takeOver: true });
    const before = everyFile();
    const { report } = await applySavedPlan(second.app, { plan: planned.plan as Plan, startedBy: "second" });
    expect(codesOf(report)).toEqual(["plan-moved"]);
    expect(everyFile()).toEqual(before);
    for (const id of agentIds) expect(await accepts(app, id)).toBe(true);
  });

  test("a token of theirs that appears while the agent is read is left alone", async () => {
    const { sync, agentIds, gateway, keyOf } = await start();
    await sync();
    const [one = ""] = agentIds;
    const tokenFile = version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md";
    const text = gateway.readFile(keyOf(one), tokenFile) ?? "";
    gateway.deleteFile(keyOf(one), tokenFile);
    const match = () => {
      gateway.writeFile(keyOf(one), tokenFile, text);
      return false;
    };
    gateway.inject({ kind: "busy", method: "agents.files.get", match });
    const options = { agentIds: [one], includeMain: false, rotateTokens: true };
    expect(codesOf((await (await openSecond()).sync(options)).report)).toEqual(["agent-managed-elsewhere"]);
    expect(gateway.readFile(keyOf(one), tokenFile)).toBe(text);
  });

  test("a token that is gone or unclear does not make the agent ours", async () => {
    const { sync, agentIds, gateway, keyOf } = await start();
    await sync();
    const [one = "", two = ""] = agentIds;
    const tokenFile = version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md";
    const edit = (id: string, change: (text: string) => string) =>
      gateway.writeFile(keyOf(id), tokenFile, change(gateway.readFile(keyOf(id), tokenFile) ?? ""));
    edit(one, withoutToken);
    edit(two, (text) => text.replace(/^AUTH_TOKEN=.*$/m, `$&\nAUTH_TOKEN=${"Ab1-".repeat(10)}xyz`));
    const { report } = await (await openSecond()).sync({ rotateTokens: true });
    expect(codesOf(report)).toEqual(["agent-managed-elsewhere"]);
  });

  test("installations that know the same token may both write", async () => {
    const { sync, app } = await start();
    await sync();
    const second = await openSecond();
    const { url, token } = fixture.gateway;
    const { file } = fleetOf({ boards: 1, agents: 2, url, token, change: {} });
    const hashOf = (id: string) => readAgent(app.database, id).agentTokenHash;
    const agents = file.agents.map((row) => ({ ...row, agent_token_hash: hashOf(row.id) }));
    importFleet(second.app.database, second.app.vault, { agents });
    expect((await second.sync({ includeMain: false })).report).toMatchObject({ agentsUnchanged: 2, errors: [] });
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 2, errors: [] });
  });

  test("with a source that hashes are written to, a plan without them does not refuse", async () => {
    const { sync } = await start();
    await sync();
    const second = await openSecond();
    const check = { checkedAt: "", ok: true, stages: [], migration: null, isReadOnly: false };
    const source = { url: "postgresql://x@127.0.0.1:9/x", tls: "off", caPem: null, pollSeconds: 3600, check } as const;
    const codesWith = async (writeBack: boolean) => {
      saveMirrorSource(second.app.database, second.app.vault, { ...source, writeBack });
      return codesOf((await second.sync({ dryRun: true })).report);
    };
    expect(await codesWith(true)).toEqual(["token-mismatch"]);
    expect(await codesWith(false)).toEqual(["agent-managed-elsewhere"]);
  });

  test("a file that is written with a token that is not the agent's keeps the name of its manager", async () => {
    const { sync, agentIds, gateway, keyOf } = await start();
    await sync();
    const [one = ""] = agentIds;
    const tokenFile = version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md";
    const read = () => gateway.readFile(keyOf(one), tokenFile) ?? "";
    const withOtherToken = withToken(read(), `${"Ab1-".repeat(10)}xyz`);
    gateway.writeFile(keyOf(one), tokenFile, `An edit.\n${withOtherToken}`);
    expect(codesOf((await sync({ overwrite: true })).report)).toEqual(["token-mismatch"]);
    expect(read()).toBe(withOtherToken);
    const { report } = await (await openSecond()).sync({ includeMain: false });
    expect(codesOf(report)).toEqual(["agent-managed-elsewhere"]);
  });

  test("a hand-edited token in a file of ours, and files without a name, are treated as before", async () => {
    const { sync, agentIds, gateway, keyOf } = await start();
    await sync();
    const [one = ""] = agentIds;
    const tokenFile = version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md";
    const text = gateway.readFile(keyOf(one), tokenFile) ?? "";
    expect(text.match(/<!-- Managed by /g)).toHaveLength(1);
    gateway.writeFile(keyOf(one), tokenFile, withToken(text, `${"Ab1-".repeat(10)}xyz`));
    expect(codesOf((await sync()).report)).toEqual(["token-mismatch"]);
    expect((await sync({ rotateTokens: true })).report).toMatchObject({ agentsUpdated: 1, errors: [] });

    for (const id of agentIds) {
      const unmarked = (gateway.readFile(keyOf(id), tokenFile) ?? "").replace(/\n<!-- Managed by .*-->/, "");
      gateway.writeFile(keyOf(id), tokenFile, unmarked);
    }
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 2, errors: [], stats: { fileWrites: 0 } });
    const { report } = await (await openSecond()).sync({ includeMain: false });
    expect(codesOf(report)).toEqual(["token-mismatch"]);
  });

  test("a copy of a data folder is another installation", async () => {
    const { sync, app } = await start();
    await sync();
    const second = await openSecond(app.dataDir);
    expect((await second.sync()).report).toMatchObject({ agentsUnchanged: 2, errors: [] });
    expect((await second.sync({ rekeyAll: true })).report.errors).toEqual([]);
    expect(codesOf((await sync({ rotateTokens: true })).report)).toEqual(["agent-managed-elsewhere"]);
  });
});
