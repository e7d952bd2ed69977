import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../shared/sync.ts";
import { readAgentSyncStates } from "../database/agent-sync-states.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectCountsAddUp, expectTokensVerify } from "./test-sync-results.ts";

describe("a gateway in trouble", () => {
  test.each(["2026.3.28", "2026.9.6"])(
    "%s killed in the middle and started again: the same run continues",
    async (version) => {
      const { sync, gateway } = await open({ gateway: { version } });
      let killed = false;
      const waits: RunEvent[] = [];
      const onEvent = (event: RunEvent) => {
        if (event.type === "gateway-waiting") waits.push(event);
        if (event.type !== "agent-outcome" || killed) return;
        killed = true;
        void gateway.kill().then(() => setTimeout(() => void gateway.start(), 300));
      };
      const { status, report } = await sync({ rotateTokens: true }, { onEvent });
      expect(report.errors).toEqual([]);
      expect(status).toBe("succeeded");
      expect(waits.length).toBeGreaterThan(0);
      await expectTokensVerify(fixture);
    },
  );

  test("that stays away: one error, no agent attempted, and the reason is kept", async () => {
    const { sync, gateway } = await open({ retryPolicy: { baseMs: 10, maxMs: 50, jitter: 0, giveUpAfterMs: 200 } });
    await gateway.kill();
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("unreachable");
    expect(report.errors).toMatchObject([{ severity: "error", code: "gateway-unreachable" }]);
    expect(report.agentsNotAttempted).toBe(6);
    expectCountsAddUp(report);
    await gateway.start();
  });

  test("that does not know our token: refused at once, without naming the token", async () => {
    const { sync } = await open({ gatewayChange: { token: "wrong-token" } });
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("unreachable");
    expect(report.errors).toMatchObject([{ code: "gateway-auth" }]);
    expect(JSON.stringify(report)).not.toContain("wrong-token");
  });

  test("that wants pairing: says which request to approve, and lets us in afterwards", async () => {
    const { sync, gateway } = await open({ gateway: { requirePairing: true } });
    const { report } = await sync({ rotateTokens: true });
    const requestId = gateway.pendingDevices[0]?.requestId ?? "none";
    expect(report.errors).toMatchObject([{ code: "gateway-pairing" }]);
    expect(report.errors[0]?.hint).toContain(requestId);
    gateway.approvePairing(requestId);
    expect((await sync({ rotateTokens: true })).status).toBe("succeeded");
  });

  test("that is busy or limits rates: waits as asked and continues", async () => {
    const { sync, gateway } = await open();
    gateway.inject({ kind: "busy", method: "agents.files.set", times: 5 });
    gateway.inject({ kind: "rate-limit", method: "config.patch", times: 1, retryAfterMs: 30 });
    const { status, report } = await sync({ rotateTokens: true });
    expect([status, report.errors]).toEqual(["succeeded", []]);
  });

  test("whose answer to the patch is lost: the configuration is read again instead of patched twice", async () => {
    const { sync, gateway } = await open();
    gateway.inject({ kind: "drop", method: "config.patch", times: 1, when: "after" });
    const { status, report } = await sync({ rotateTokens: true });
    expect([status, report.errors]).toEqual(["succeeded", []]);
    expect(gateway.configWrites).toBe(1);
  });

  test("that restarts for the patch before it is of use: the restart is waited for, and nothing is patched twice", async () => {
    const { sync, gateway } = await open();
    gateway.inject({ kind: "restart-required", method: "config.patch" });
    let restartsBeforeFiles = 0;
    const onEvent = (event: RunEvent) => {
      if (event.type === "phase" && event.phase === "writing-files") restartsBeforeFiles = gateway.restarts;
    };
    const { status, report } = await sync({ rotateTokens: true }, { onEvent });
    expect([status, report.errors]).toEqual(["succeeded", []]);
    expect([gateway.configWrites, restartsBeforeFiles]).toEqual([1, 1]);
  });

  test("that drops the connection after a write: the write is not mistaken for another's", async () => {
    const { sync, gateway } = await open();
    await sync({ rotateTokens: true });
    for (const id of fixture.agentIds) gateway.writeFile(fixture.keyOf(id), "SOUL.md", "edited");
    gateway.inject({ kind: "drop", method: "agents.files.set", times: 1, when: "after" });
    const { status, report } = await sync();
    expect([status, report.errors]).toEqual(["succeeded", []]);
  });

  test("that refuses one agent's file for good: that agent fails, the others do not", async () => {
    const { sync, gateway, agentIds } = await open();
    const [unlucky = ""] = agentIds;
    const message = "disk quota exceeded";
    gateway.inject({
      kind: "error",
      method: "agents.files.set",
      agentId: fixture.keyOf(unlucky),
      code: "INVALID_REQUEST",
      message,
    });
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("failed");
    expect(report).toMatchObject({ agentsFailed: 1, agentsUpdated: 5, mainUpdated: true });
    expect(report.errors.every(({ agentId }) => agentId === unlucky)).toBe(true);
    expect(report.stats.fileWrites).toBe(report.agents.flatMap(({ filesWritten }) => filesWritten).length);
    gateway.clearFaults();
    expect((await sync({ rotateTokens: true })).status).toBe("succeeded");
    await expectTokensVerify(fixture);
  });
});

describe("cancel", () => {
  test("leaves the rest not attempted, and the next sync does it", async () => {
    const { sync } = await open({ agents: 40, gateway: { latencyMs: 5 } });
    const cancel = new AbortController();
    const onEvent = (event: RunEvent) => {
      if (event.type === "agent-outcome") cancel.abort(new Error("cancelled"));
    };
    const { status, report } = await sync({ rotateTokens: true }, { signal: cancel.signal, onEvent });
    expect(status).toBe("cancelled");
    expect(report.agentsNotAttempted).toBeGreaterThan(0);
    expectCountsAddUp(report);
    expect((await sync({ rotateTokens: true })).status).toBe("succeeded");
    await expectTokensVerify(fixture);
  });

  test("before the first file of new agents: a lead still gets its first steps from the next sync", async () => {
    const { sync, gateway, agentIds, app } = await open();
    const cancel = new AbortController();
    const onEvent = (event: RunEvent) => {
      if (event.type === "phase" && event.phase === "writing-files") cancel.abort(new Error("cancelled"));
    };
    const { status, report } = await sync({ rotateTokens: true }, { signal: cancel.signal, onEvent });
    expect({ status, fileWrites: report.stats.fileWrites }).toEqual({ status: "cancelled", fileWrites: 0 });
    expect((await sync({ rotateTokens: true })).status).toBe("succeeded");
    const leads = agentIds.filter((id) => readAgent(app.database, id).isBoardLead);
    expect(leads.length).toBeGreaterThan(0);
    for (const id of leads) expect(gateway.readFile(fixture.keyOf(id), "BOOTSTRAP.md")).toContain("# First run");
  });
});

test("cancelled while files are written: what reached the gateway is in the report, and nothing comes after its end", async () => {
  const { app, sync, gateway, agentIds } = await open({ agents: 70, boards: 1 });
  await sync({ rotateTokens: true });
  for (const [index, id] of agentIds.entries()) updateAgent(app.database, id, { name: `Renamed ${index}` });
  gateway.setLatency(100);
  gateway.resetCounters();
  const abort = new AbortController();
  const watching = setInterval(() => {
    if (gateway.fileWrites > 40) abort.abort();
  }, 5);
  const { status, report } = await sync({}, { signal: abort.signal });
  clearInterval(watching);
  const reported = report.agents
    .flatMap(({ filesWritten }) => filesWritten)
    .filter((name) => name !== "HEARTBEAT").length;
  expect(status).toBe("cancelled");
  expect(reported).toBeGreaterThan(40);
  expect(gateway.fileWrites).toBe(reported);
  expectCountsAddUp(report);
  await sleep(300);
  expect(gateway.fileWrites).toBe(reported);
});

test("a gateway without an agent's heartbeat automation: told as a warning, and not where other files were asked for", async () => {
  const { app, sync, gateway, agentIds, keyOf } = await open();
  await sync({ rotateTokens: true });
  const [agent = ""] = agentIds;
  gateway.leaveDeletionPending(keyOf(agent));
  expect((await sync({ fileNames: ["SOUL.md"] })).report.errors).toEqual([]);
  const { status, report } = await sync({ agentIds: [agent], includeMain: false });
  expect(report.errors).toMatchObject([{ severity: "warning", code: "file-blocked", agentId: agent }]);
  expect(status).toBe("succeeded");
  expect(readAgentSyncStates(app.database, [agent]).get(agent)).toMatchObject({
    state: "out-of-sync",
    differing: [{ name: "HEARTBEAT" }],
  });
});
