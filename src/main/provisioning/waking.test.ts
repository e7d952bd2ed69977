import { describe, expect, test } from "vitest";
import { mergePatch } from "../../practice-gateway/merge-patch.ts";
import { connectTestClient } from "../../practice-gateway/test-client.ts";
import type { JsonObject } from "../../shared/records.ts";
import type { SyncOptions } from "../../shared/sync-options.ts";
import { updateAgent } from "../database/agents.ts";
import { fixture, open } from "./test-open-fixture.ts";

type Roster = { list?: (JsonObject & { id: string })[]; entries?: Record<string, JsonObject> };

/** The gateway's heartbeat of an agent. */
function heartbeatOf(agentId: string): unknown {
  const key = fixture.keyOf(agentId);
  const { list, entries } = fixture.gateway.config().agents as Roster;
  return (entries?.[key] ?? list?.find(({ id }) => id === key))?.heartbeat;
}

/** Changes the gateway's configuration file by hand. */
function editConfig(change: JsonObject): void {
  fixture.gateway.setConfig(mergePatch(fixture.gateway.config(), change, false) as JsonObject);
}

const execHost = () => (fixture.gateway.config() as { tools?: { exec?: { host?: string } } }).tools?.exec?.host;

describe("the host of shell commands", () => {
  test.each(["2026.2.9", "2026.2.26", "2026.3.28"])(
    "is not set on %s, where every command would need an approval",
    async (version) => {
      const { sync } = await open({ gateway: { version } });
      const { status, report } = await sync({ rotateTokens: true });
      expect([status, report.errors]).toEqual(["succeeded", []]);
      expect(execHost()).toBeUndefined();
    },
  );

  test.each(["2026.4.15", "2026.7.35", "2026.9.6"])("is set on %s", async (version) => {
    const { sync } = await open({ gateway: { version } });
    await sync({ rotateTokens: true });
    expect(execHost()).toBe("gateway");
  });

  test.each([{ dryRun: true }, {}])(
    "that makes commands wait is warned of, once and by name, and left as it is (%j)",
    async (options) => {
      const { sync, gateway } = await open({ gateway: { version: "2026.3.28" } });
      editConfig({ tools: { exec: { host: "gateway" } } });
      const { report, status } = await sync({ rotateTokens: true, ...options });
      expect(status).toBe("succeeded");
      expect(report.errors).toMatchObject([{ severity: "warning", code: "exec-needs-approval", agentId: null }]);
      expect(report.errors[0]?.message).toContain("tools.exec.host");
      expect(report.errors[0]?.hint).toContain("openclaw config unset tools.exec.host");
      expect(gateway.config()).toMatchObject({ tools: { exec: { host: "gateway" } } });
    },
  );

  test("that is a node is warned of on 2026.3.28 too", async () => {
    const { sync } = await open({ gateway: { version: "2026.3.28" } });
    editConfig({ tools: { exec: { host: "node" } } });
    const { report } = await sync({ rotateTokens: true });
    expect(report.errors).toMatchObject([{ severity: "warning", code: "agents-cannot-work", agentId: null }]);
    expect(report.errors[0]?.message).toContain('may be unable to check in: its setting tools.exec.host is "node"');
  });

  test("is no reason for a warning where commands run without approval", async () => {
    const { sync } = await open({ gateway: { version: "2026.3.28" } });
    editConfig({ tools: { exec: { host: "gateway", security: "full" } } });
    expect((await sync({ rotateTokens: true })).report.errors).toEqual([]);
  });
});

describe("a heartbeat with nowhere to deliver", () => {
  test.each(["2026.8.1", "2026.9.6"])(
    "is written with target none on %s, and plan and report say why once",
    async (version) => {
      const { sync, agentIds } = await open({ gateway: { version } });
      const dry = await sync({ rotateTokens: true, dryRun: true });
      expect(dry.plan?.notes).toEqual([expect.stringMatching(/heartbeats of 7 agents .* target "none"/)]);

      const { report } = await sync({ rotateTokens: true });

      expect(report.errors).toEqual([]);
      expect(report.notes).toEqual(dry.plan?.notes);
      for (const id of agentIds) expect(heartbeatOf(id)).toEqual({ every: "10m", target: "none" });
      const again = await sync();
      expect(again.report).toMatchObject({ agentsUnchanged: 6, mainUpdated: false, errors: [] });
      expect(again.report.notes).toBeUndefined();
    },
  );

  test("is one that the gateway runs: no agent of a default fleet is skipped", async () => {
    const { app, sync, agentIds, mainId, gateway } = await open({ gateway: { version: "2026.9.6" } });
    for (const id of [...agentIds, mainId])
      updateAgent(app.database, id, { heartbeatConfig: { every: "20ms", target: "last" } });
    await sync({ rotateTokens: true });
    const client = await connectTestClient(gateway);
    type Jobs = { jobs: { state: { lastRunStatus?: string } }[] };
    const states = async () => {
      const { jobs } = await client.call<Jobs>("cron.list", { query: "heartbeat", limit: 50 });
      return jobs.map(({ state }) => state.lastRunStatus);
    };
    await expect.poll(states).toEqual(Array(7).fill("ok"));
    await client.stop();
  });

  test("keeps target last on 2026.3.28, which runs it", async () => {
    const { sync, agentIds } = await open({ gateway: { version: "2026.3.28" } });
    const { report } = await sync({ rotateTokens: true });
    expect(report.notes).toBeUndefined();
    expect(heartbeatOf(agentIds[0] ?? "")).toEqual({ every: "10m", target: "last", includeReasoning: false });
  });

  test.each([
    ["no target", { every: "15m" }, { every: "15m", target: "none" }],
    ["last", { every: "15m", target: "last" }, { every: "15m", target: "none" }],
    ["none", { every: "15m", target: "none" }, { every: "15m", target: "none" }],
    ["a channel", { every: "15m", target: "telegram", to: "42" }, { every: "15m", target: "telegram", to: "42" }],
    ["a recipient", { every: "15m", target: "last", to: "42" }, { every: "15m", target: "last", to: "42" }],
    ["the owner", { every: "15m", target: "owner" }, { every: "15m", target: "owner" }],
  ])("is only one with %s asked for", async (_, heartbeatConfig, expected) => {
    const { app, sync, agentIds } = await open({ gateway: { version: "2026.9.6" } });
    const [id = ""] = agentIds;
    updateAgent(app.database, id, { heartbeatConfig });
    await sync({ rotateTokens: true });
    expect(heartbeatOf(id)).toEqual(expected);
  });

  test("of a fleet that was provisioned with target last is corrected, but not a channel that the operator set", async () => {
    const { sync, agentIds, keyOf } = await open({ gateway: { version: "2026.9.6" } });
    await sync({ rotateTokens: true });
    const [first = "", second = ""] = agentIds;
    const own = { target: "telegram", to: "42" };
    editConfig({
      agents: { entries: { [keyOf(first)]: { heartbeat: { target: "last" } }, [keyOf(second)]: { heartbeat: own } } },
    });

    const { report } = await sync();

    expect(report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 5, errors: [] });
    expect(report.notes).toEqual([expect.stringContaining("The heartbeat of 1 agent is")]);
    expect(heartbeatOf(first)).toEqual({ every: "10m", target: "none" });
    expect(heartbeatOf(second)).toEqual({ every: "10m", ...own });
  });
});

test("what a record leaves out of its heartbeat is the default's", async () => {
  const { app, sync, agentIds } = await open({ gateway: { version: "2026.3.28" } });
  const [id = ""] = agentIds;
  updateAgent(app.database, id, { heartbeatConfig: { every: "15m" } });
  await sync({ rotateTokens: true });
  expect(heartbeatOf(id)).toEqual({ every: "15m", target: "last", includeReasoning: false });
});

describe("a session that runs while its agent's files are written", () => {
  /** A synced fleet with one agent in a conversation; then its files change. */
  async function syncUnderSession(version: string, options: Partial<SyncOptions>) {
    const { app, sync, agentIds, keyOf, gateway } = await open({ gateway: { version } });
    await sync({ rotateTokens: true });
    const [talking = "", quiet = ""] = agentIds;
    const client = await connectTestClient(gateway);
    await client.call("chat.send", {
      sessionKey: `agent:${keyOf(talking)}:main`,
      message: "Hello",
      idempotencyKey: "1",
    });
    // Without a turn, a session holds nothing of the files from before.
    await client.call("sessions.reset", { key: `agent:${keyOf(quiet)}:main` });
    await client.stop();
    for (const id of [talking, quiet]) updateAgent(app.database, id, { name: `Renamed ${id}` });
    const { report, status } = await sync(options);
    expect([status, report.agentsUpdated]).toEqual(["succeeded", options.rekeyAll || options.resetSessions ? 6 : 2]);
    return { report, talking };
  }

  test.each(["2026.3.28", "2026.4.15"])(
    "is named on %s, where it keeps the old ones until it is reset",
    async (version) => {
      const { report, talking } = await syncUnderSession(version, {});
      expect(report.errors).toMatchObject([{ severity: "warning", code: "session-outdated", agentId: talking }]);
      expect(report.errors[0]?.message).toContain("shows it the files from before");
      expect(report.errors[0]?.hint).toMatch(/Reset sessions.*--reset-sessions/);
    },
  );

  test("is named after a re-key, with its token", async () => {
    const { report, talking } = await syncUnderSession("2026.3.28", { rekeyAll: true });
    expect(report.errors).toMatchObject([{ severity: "warning", code: "session-outdated", agentId: talking }]);
    expect(report.errors[0]?.message).toContain("the files and the token from before");
  });

  test.each([
    ["2026.3.28", { resetSessions: true }],
    ["2026.7.35", {}],
    ["2026.9.6", {}],
  ])("needs no word on %s with %j", async (version, options) => {
    expect((await syncUnderSession(version, options)).report.errors).toEqual([]);
  });
});
