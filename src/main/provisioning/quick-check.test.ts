import { afterEach, describe, expect, test } from "vitest";
import { agentKey } from "../../shared/identity.ts";
import type { RunEvent } from "../../shared/sync.ts";
import { readAgentTokenStates } from "../database/agent-token-state.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { heartbeatJobOf, listHeartbeatJobs } from "../gateway/heartbeat-jobs.ts";
import { writeScratch } from "../gateway/heartbeat-scratch.ts";
import { openProvisioningFixture, type ProvisioningFixture } from "./test-fixture.ts";
import { hashing, hashToken } from "./tokens/hash-token.ts";

let fixture: ProvisioningFixture;

afterEach(() => fixture.close());

/**
 * Six board agents and the main agent, synced. The fixture fetches every content after each sync, and fails if a change was
 * missed.
 */
async function openSynced(version: string) {
  fixture = await openProvisioningFixture({ gateway: { version } });
  await fixture.sync({ rotateTokens: true });
  const keyOf = (id: string) => agentKey(readAgent(fixture.app.database, id));
  return { ...fixture, keyOf, agent: fixture.agentIds[0] ?? "" };
}

/** The calls of one sync by method, without the fixture's own calls afterwards. */
async function callsOf(work: Parameters<ProvisioningFixture["sync"]>[0] = {}): Promise<(method: string) => number> {
  fixture.gateway.resetCounters();
  let calls = new Map<string, number>();
  await fixture.sync(work, {
    onEvent: (event) => {
      if (event.type === "ended") calls = new Map(fixture.gateway.calls);
    },
  });
  return (method) => calls.get(method) ?? 0;
}

const listings = { "2026.3.28": "agents.files.list", "2026.9.6": "agents.workspace.list" };

describe.each(Object.entries(listings))("on %s", (version, listing) => {
  test("an unchanged fleet costs one listing per agent; nothing is fetched, hashed or written", async () => {
    await openSynced(version);
    const before = hashing.runs;
    const calls = await callsOf();
    expect([calls(listing), calls("agents.files.get"), calls("agents.files.set")]).toEqual([7, 0, 0]);
    expect(hashing.runs).toBe(before);
  });

  test("verify fetches everything", async () => {
    await openSynced(version);
    const calls = await callsOf({ verify: true });
    expect(calls("agents.files.get")).toBeGreaterThan(7 * 4);
    expect(calls("agents.files.set")).toBe(0);
  });

  test("an edited file is fetched, with the token that it may hold, and no other", async () => {
    const { gateway, keyOf, agent } = await openSynced(version);
    const before = gateway.readFile(keyOf(agent), "SOUL.md");
    gateway.writeFile(keyOf(agent), "SOUL.md", "# Somebody's soul");
    expect((await callsOf({ dryRun: true }))("agents.files.get")).toBe(2);
    await fixture.sync();
    expect(gateway.readFile(keyOf(agent), "SOUL.md")).toBe(before);
  });

  test("a file that is gone is written again", async () => {
    const { gateway, keyOf, agent } = await openSynced(version);
    gateway.deleteFile(keyOf(agent), "IDENTITY.md");
    await fixture.sync();
    expect(gateway.readFile(keyOf(agent), "IDENTITY.md")).toBeDefined();
  });

  test("another hash in the agent's record: its token is read and judged by that", async () => {
    const { app, agent } = await openSynced(version);
    updateAgent(app.database, agent, { agentTokenHash: await hashToken("another token") });
    const { report } = await fixture.sync();
    expect(report.errors).toMatchObject([{ code: "token-mismatch", agentId: agent }]);
    expect((await fixture.sync({ rotateTokens: true })).report.errors).toEqual([]);
    expect((await callsOf())("agents.files.get")).toBe(0);
  });

  test("after all tokens were replaced, the next sync is as quick", async () => {
    await openSynced(version);
    await fixture.sync({ rekeyAll: true });
    expect((await callsOf())("agents.files.get")).toBe(0);
  });

  test("after a re-key that was cancelled before it wrote, only the token is fetched, and then nothing again", async () => {
    await openSynced(version);
    const cancel = new AbortController();
    let agentId = "";
    const onEvent = (event: RunEvent) => {
      if (event.type !== "agent-state" || event.state !== "writing") return;
      agentId = event.agentId;
      cancel.abort(new Error("cancelled"));
    };
    await fixture.sync({ rekeyAll: true }, { signal: cancel.signal, onEvent });
    expect(readAgentTokenStates(fixture.app.database, [agentId]).get(agentId)?.pendingHash).toBeTypeOf("string");
    const before = hashing.runs;
    expect((await callsOf())("agents.files.get")).toBe(1);
    expect((await callsOf())("agents.files.get")).toBe(0);
    expect(hashing.runs).toBe(before);
  });

  test("what a re-key wrote with a token that came to nothing is not taken for right", async () => {
    const { app, agent, gateway, keyOf } = await openSynced(version);
    updateAgent(app.database, agent, { soulTemplate: "Token: {{ auth_token }}" });
    await fixture.sync();
    const before = gateway.readFile(keyOf(agent), "SOUL.md");
    const tokenFile = version === "2026.3.28" ? "TOOLS.md" : "AGENTS.md";
    const onEvent = (event: RunEvent) => {
      if (event.type !== "agent-state" || event.state !== "writing" || event.agentId !== agent) return;
      gateway.writeFile(keyOf(agent), tokenFile, `${gateway.readFile(keyOf(agent), tokenFile)}\nedited meanwhile`);
    };
    await fixture.sync({ rekeyAll: true }, { onEvent });
    expect(gateway.readFile(keyOf(agent), "SOUL.md")).not.toBe(before);
    await fixture.sync();
    expect(gateway.readFile(keyOf(agent), "SOUL.md")).toBe(before);
  });
});

test("one changed file for all agents: a listing and a guarded write each, and one look at whether writes are guarded", async () => {
  const { app, agentIds } = await openSynced("2026.9.6");
  for (const id of agentIds) updateAgent(app.database, id, { soulTemplate: "# {{ agent_name }}, anew" });
  const calls = await callsOf();
  expect([calls("agents.files.set"), calls("agents.files.get"), calls("config.patch")]).toEqual([6, 1, 0]);
});

test("a changed file that carries the token: the token is fetched for it", async () => {
  const { app, agent, gateway, keyOf } = await openSynced("2026.9.6");
  const token = /AUTH_TOKEN=([\w-]+)/.exec(gateway.readFile(keyOf(agent), "AGENTS.md") ?? "")?.[1];
  updateAgent(app.database, agent, { soulTemplate: "# Soul\n\nToken: {{ auth_token }}" });
  await fixture.sync();
  expect(gateway.readFile(keyOf(agent), "SOUL.md")).toBe(`# Soul\n\nToken: ${token}`);
  // The old token must not count as the new one in a file that was not written with it.
  await fixture.sync({ rekeyAll: true });
  expect(gateway.readFile(keyOf(agent), "SOUL.md")).not.toContain(token);
});

test("a heartbeat scratch is read every time: nothing cheaper tells that it changed", async () => {
  const { app, gateway, gatewayId, keyOf, agent } = await openSynced("2026.9.6");
  const before = gateway.readScratch(keyOf(agent))?.content;
  const connection = app.connections.of(gatewayId);
  const jobId = heartbeatJobOf(await listHeartbeatJobs(connection), keyOf(agent)) ?? "";
  await writeScratch(connection, { jobId, content: "somebody's", expectedRevision: null });
  expect(gateway.readScratch(keyOf(agent))?.content).toBe("somebody's");
  await fixture.sync();
  expect(gateway.readScratch(keyOf(agent))?.content).toBe(before);
});
