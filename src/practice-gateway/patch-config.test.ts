import { describe, expect, test } from "vitest";
import { type ConfigAnswer, patch, rosterPatch, startAndConnect } from "./test-gateways.ts";

type Patched = { noop?: boolean; hash?: string; changedPaths?: string[]; restart?: object; config: object };

const roster = (version: string) => rosterPatch(version, { ids: ["mc-a", "mc-b"] });

describe("config.get", () => {
  test("of a current gateway writes out the implicit main agent and hides the token", async () => {
    const { gateway, call } = await startAndConnect();
    const answer = await call<ConfigAnswer & Record<string, unknown>>("config.get");
    expect(answer).toMatchObject({ valid: true, issues: [], sourceConfig: { agents: { entries: { main: {} } } } });
    expect(answer.hash).toMatch(/^hmac-sha256:v1:[\w-]{43}$/);
    expect(answer.configRevisionHash).toBe(answer.appliedConfigHash);
    expect(JSON.stringify(answer)).not.toContain(gateway.token);
    expect(JSON.stringify(answer)).toContain("__OPENCLAW_REDACTED__");
  });

  test("of a classic gateway has a plain hash, and no roster until one is written", async () => {
    const { call } = await startAndConnect({ version: "2026.3.28" });
    const answer = await call<ConfigAnswer & Record<string, unknown>>("config.get");
    expect(answer.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(answer.config.agents.list).toBeUndefined();
    expect(answer).not.toHaveProperty("sourceConfig");
  });
});

describe("config.patch on a current gateway", () => {
  test("adds agents at once, and returns the changed paths and the next hash", async () => {
    const { gateway, client, call, ...rest } = await startAndConnect();
    const answer = (await patch(
      { client, call, ...rest },
      {
        ...roster("2026.9.6"),
        tools: { exec: { host: "gateway" } },
      },
    )) as Patched;
    expect(answer.changedPaths).toEqual(["agents.entries.mc-a", "agents.entries.mc-b", "agents.ownership", "tools"]);
    expect(answer.hash).toBe((await call<ConfigAnswer>("config.get")).hash);
    expect(answer).not.toHaveProperty("restart");
    expect(gateway.configWrites).toBe(1);
    expect(gateway.agentIds).toEqual(["main", "mc-a", "mc-b"]);
    await expect(call("agents.files.list", { agentId: "mc-b" })).resolves.toMatchObject({
      workspace: "/agents/workspace-mc-b",
    });
    expect(rest.events.map(({ event }) => event)).toContain("config.changed");
  });

  test("writes out the implicit settings of main with the first explicit roster", async () => {
    const { gateway, ...client } = await startAndConnect();
    await patch(client, roster("2026.9.6"));
    expect(gateway.config()).toMatchObject({
      agents: {
        ownership: "explicit",
        defaults: { systemAgent: { agentId: "main" } },
        entries: { main: { workspace: expect.any(String) } },
      },
      talk: { agentId: "main" },
      meta: { lastTouchedVersion: "2026.9.6" },
    });
  });

  test("that changes nothing writes nothing, even without a hash", async () => {
    const { gateway, call } = await startAndConnect();
    expect(await call<Patched>("config.patch", { raw: "{}" })).toMatchObject({
      ok: true,
      noop: true,
      changedPaths: [],
    });
    expect(gateway.configWrites).toBe(0);
  });

  test.each([
    [
      { agents: { entries: { x: {} } } },
      'agents.ownership: multi-agent rosters require agents.ownership="explicit" or one legacy default=true marker; add agents.ownership="explicit" or run openclaw doctor',
      "agents.ownership",
    ],
    [
      { agents: { ownership: "explicit", entries: { x: { heartbeat: { every: "10m", includeReasoning: false } } } } },
      'agents.entries.x.heartbeat: Unrecognized key: "includeReasoning"',
      "agents.entries.x.heartbeat",
    ],
    [
      { channels: { defaults: { heartbeat: { showOk: true } } } },
      'channels.defaults: Unrecognized key: "heartbeat"',
      "channels.defaults",
    ],
    [{ agents: { list: [] } }, 'agents: Unrecognized key: "list"', "agents"],
    [{ foo: 1 }, '<root>: Unrecognized key: "foo"', ""],
    [
      { agents: { entries: { main: { a: 1, b: 2 } } } },
      'agents.entries.main: Unrecognized keys: "a", "b"',
      "agents.entries.main",
    ],
    [
      { agents: { entries: { main: { name: 3 } } } },
      "agents.entries.main.name: Invalid input: expected string, received number",
      "agents.entries.main.name",
    ],
    [
      { agents: { entries: { main: { heartbeat: { every: "abc" } } } } },
      "agents.entries.main.heartbeat.every: invalid duration (use ms, s, m, h)",
      "agents.entries.main.heartbeat.every",
    ],
    [
      { tools: { exec: { host: "nowhere" } } },
      'tools.exec.host: Invalid option: expected one of "auto"|"sandbox"|"gateway"|"node"',
      "tools.exec.host",
    ],
  ])("refuses %j", async (change, text, path) => {
    const { gateway, ...client } = await startAndConnect();
    const { hash } = await client.call<ConfigAnswer>("config.get");
    const error = await client.failure("config.patch", { raw: JSON.stringify(change), baseHash: hash });
    expect(error).toMatchObject({ gatewayCode: "INVALID_REQUEST", message: `invalid config: ${text}` });
    expect(error.details).toMatchObject({ issues: [{ path }] });
    expect(gateway.configWrites).toBe(0);
  });

  test("refuses an old hash, a missing hash, and the removal of an agent", async () => {
    const { gateway, ...client } = await startAndConnect();
    const { hash: old } = await client.call<ConfigAnswer>("config.get");
    await patch(client, roster("2026.9.6"));
    const raw = JSON.stringify({ tools: { exec: { host: "node" } } });
    expect(await client.failure("config.patch", { raw, baseHash: old })).toMatchObject({
      gatewayCode: "INVALID_REQUEST",
      message: "config changed since last load; re-run config.get and retry",
      retryable: false,
    });
    expect((await client.failure("config.patch", { raw })).message).toBe(
      "config base hash required for tools.exec.host; re-run config.get and retry with baseHash",
    );
    const { hash } = await client.call<ConfigAnswer>("config.get");
    const removal = JSON.stringify({ agents: { entries: { "mc-b": null } } });
    expect(await client.failure("config.patch", { raw: removal, baseHash: hash })).toMatchObject({
      gatewayCode: "UNAVAILABLE",
      message: "Error: Config write would drop agent roster entries without an explicit deletion: mc-b.",
      retryable: false,
    });
    expect(gateway.configWrites).toBe(1);
  });

  test("is limited to 30 calls per minute and device, including calls that change nothing", async () => {
    const { gateway, call, failure } = await startAndConnect();
    for (let n = 0; n < 29; n += 1) await call("config.patch", { raw: "{}" });
    expect((await failure("config.patch", {})).message).toContain("invalid config.patch params");
    const limited = await failure("config.patch", { raw: "{}" });
    expect(limited).toMatchObject({
      gatewayCode: "UNAVAILABLE",
      retryable: true,
      details: { method: "config.patch", limit: "30 per 60s" },
    });
    expect(limited.message).toMatch(/^rate limit exceeded for config\.patch; retry after \d+s$/);
    expect(limited.retryAfterMs).toBeGreaterThan(0);
    expect(gateway.calls.get("config.patch")).toBe(31);
  });

  test("is not limited when the test turns the limit off", async () => {
    const { call } = await startAndConnect({ rateLimits: false });
    for (let n = 0; n < 40; n += 1) await call("config.patch", { raw: "{}" });
  });
});

describe("config.patch on a classic gateway", () => {
  test("accepts the classic keys, merges the list by id, and announces a restart", async () => {
    const { gateway, ...client } = await startAndConnect({ version: "2026.3.28", restartMs: 50 });
    gateway.setConfig({ ...gateway.config(), agents: { list: [{ id: "main" }, { id: "mc-a", model: "kept" }] } });
    const change = rosterPatch("2026.3.28", {
      ids: ["mc-a", "mc-b"],
      heartbeat: { every: "5m", includeReasoning: false },
    });
    const answer = (await patch(client, {
      ...change,
      channels: { defaults: { heartbeat: { showOk: true, showAlerts: true, useIndicator: true } } },
    })) as Patched;
    expect(answer).toMatchObject({ ok: true, restart: { ok: true, delayMs: 2000, signal: "SIGUSR1" } });
    expect(answer.hash).toBeUndefined();
    expect(gateway.config().agents).toMatchObject({
      list: [{ id: "main" }, { id: "mc-a", model: "kept", name: "Agent mc-a" }, { id: "mc-b" }],
    });
  });

  test("requires a hash, refuses an old one, and is limited to three calls a minute", async () => {
    const { failure } = await startAndConnect({ version: "2026.3.28" });
    expect((await failure("config.patch", { raw: "{}" })).message).toBe(
      "config base hash required; re-run config.get and retry",
    );
    expect((await failure("config.patch", { raw: "{}", baseHash: "x" })).message).toBe(
      "config changed since last load; re-run config.get and retry",
    );
    await failure("config.patch", {});
    expect((await failure("config.patch", {})).details).toEqual({ method: "config.patch", limit: "3 per 60s" });
  });

  test("replaces the whole list on 2026.2.9", async () => {
    const { gateway, ...client } = await startAndConnect({ version: "2026.2.9", restartMs: 50 });
    gateway.setConfig({ ...gateway.config(), agents: { list: [{ id: "main" }, { id: "old" }] } });
    await patch(client, rosterPatch("2026.2.9", { ids: ["mc-a"] }));
    expect(gateway.agentIds).toEqual(["mc-a"]);
  });

  test("lists at most three problems", async () => {
    const { call, failure } = await startAndConnect({ version: "2026.3.28" });
    const { hash } = await call<ConfigAnswer>("config.get");
    const change = { foo: 1, agents: { list: [{ id: 1, a: 1 }], entries: {} } };
    const error = await failure("config.patch", { raw: JSON.stringify(change), baseHash: hash });
    expect(error.message).toMatch(/^invalid config: .*; .*; .* \(\+1 more issue\)$/);
    expect((error.details as { issues: object[] }).issues).toHaveLength(4);
  });
});

describe("config.schema.lookup", () => {
  test("distinguishes the dialects", async () => {
    const current = await startAndConnect();
    await expect(current.call("config.schema.lookup", { path: "agents.entries" })).resolves.toMatchObject({
      path: "agents.entries",
      schema: { type: "object" },
    });
    expect((await current.failure("config.schema.lookup", { path: "agents.list" })).message).toBe(
      "config schema path not found",
    );
    const classic = await startAndConnect({ version: "2026.3.28" });
    await expect(classic.call("config.schema.lookup", { path: "agents.list" })).resolves.toMatchObject({
      schema: { type: "array" },
      children: [{ key: "*", path: "agents.list.*", type: "object", hasChildren: true }],
    });
    await classic.failure("config.schema.lookup", { path: "agents.entries" });
  });

  test.each(["agents.entries.*.heartbeat", "agents.entries.some-agent.heartbeat"])(
    "lists the keys at %s",
    async (path) => {
      const { call } = await startAndConnect();
      const { children } = await call<{ children: { key: string }[] }>("config.schema.lookup", { path });
      const keys = children.map(({ key }) => key);
      expect(keys).toContain("isolatedSession");
      expect(keys).not.toContain("includeReasoning");
    },
  );

  test("does not exist before 2026.3", async () => {
    const { failure } = await startAndConnect({ version: "2026.2.26" });
    expect((await failure("config.schema.lookup", { path: "agents" })).message).toContain("unknown method");
  });
});
