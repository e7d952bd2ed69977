import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { beginWake, forgetWake, noteWakeAccepted } from "../database/agent-wakes.ts";
import { deleteAgent, findBoardLead, readAgent, updateAgent } from "../database/agents.ts";
import { writeChatCommand } from "../database/chat-commands.ts";
import { markInterruptedRuns } from "../database/interrupted-runs.ts";
import { ensureLead } from "./ensure-lead.ts";
import { tryLockGateway } from "./model/run-lock.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { wakeAgents } from "./wake-agents.ts";

const startedBy = "test";
const versions = ["2026.3.28", "2026.9.6"];

function wake(agentIds: string[]) {
  return wakeAgents(fixture.app, { gatewayId: fixture.gatewayId, agentIds, startedBy });
}

/** A synced fleet; the messages from before do not count. */
async function openSynced(version = "2026.9.6") {
  await open({ gateway: { version } });
  await fixture.sync({ rotateTokens: true });
  return fixture;
}

/** Kills a process that wakes an agent once the gateway has taken the message, before the process has its answer. */
async function killAfterSend(work: object): Promise<void> {
  const { app, gateway } = fixture;
  const slow = gateway.inject({ kind: "slow", method: "chat.send", delayMs: 60_000, when: "after" });
  const before = gateway.chats.length;
  const child: ChildProcess = fork(join(import.meta.dirname, "test-wake-child.ts"), [
    app.dataDir,
    JSON.stringify(work),
  ]);
  await expect.poll(() => gateway.chats.length, { timeout: 40_000 }).toBe(before + 1);
  child.kill("SIGKILL");
  await once(child, "exit");
  slow.remove();
  markInterruptedRuns(app.database, (id) => tryLockGateway(app.dataDir, id));
}

describe.each(versions)("on %s", (version) => {
  test("an agent gets one message, and nothing else of it changes", async () => {
    const { app, gateway, agentIds, keyOf } = await openSynced(version);
    const [id = ""] = agentIds;
    gateway.resetCounters();
    const { status, report } = await wake([id]);
    expect([status, report.errors]).toEqual(["succeeded", []]);
    expect(report.agents).toMatchObject([{ agentId: id, outcome: "updated", reason: "woken", filesWritten: [] }]);
    expect(gateway.chats).toMatchObject([{ sessionKey: `agent:${keyOf(id)}:main`, deliver: true }]);
    expect(gateway.calls.get("config.patch") ?? 0).toBe(0);
    expect(gateway.calls.get("agents.files.set") ?? 0).toBe(0);
    expect(readAgent(app.database, id)).toMatchObject({ wakeAttempts: 1, lastWakeSentAt: expect.any(String) });
  });

  test("a lead that was killed after its message was sent is not woken a second time", async () => {
    const { app, gateway, boardIds, agentIds } = await openSynced(version);
    const [boardId = ""] = boardIds;
    deleteAgent(app.database, agentIds[0] ?? "");
    await killAfterSend({ ensureLeadOf: boardId });
    const { run, agent } = await ensureLead(app, { boardId, startedBy });
    expect([run?.status, agent.status]).toEqual(["succeeded", "online"]);
    expect(gateway.chats).toHaveLength(1);
    expect(findBoardLead(app.database, boardId)).toMatchObject({ wakeAttempts: 1 });
  });

  test("a wake that was killed after its message was sent, and is asked for again, wakes once", async () => {
    const { app, gateway, gatewayId, agentIds } = await openSynced(version);
    const [id = ""] = agentIds;
    await killAfterSend({ wake: { gatewayId, agentIds: [id] } });
    expect((await wake([id])).status).toBe("succeeded");
    expect(gateway.chats).toHaveLength(1);
    // The first is complete now: this is another one.
    await wake([id]);
    expect(gateway.chats).toHaveLength(2);
    expect(readAgent(app.database, id).wakeAttempts).toBe(2);
  });

  test("an agent that is not on the gateway is named, and gets no message", async () => {
    await open({ gateway: { version } });
    const { report, status } = await wake(fixture.agentIds.slice(0, 1));
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([
      { code: "wake-failed", message: expect.stringContaining("is not on gateway") },
    ]);
    expect(fixture.gateway.chats).toHaveLength(0);
  });
});

test("a message that the gateway took is not sent again by the act it belongs to", async () => {
  const { app, agentIds } = await openSynced();
  const [id = ""] = agentIds;
  const first = beginWake(app.database, { agentId: id, act: "provision" });
  noteWakeAccepted(app.database, first);
  expect(beginWake(app.database, { agentId: id, act: "provision" })).toMatchObject({
    idempotencyKey: first.idempotencyKey,
    acceptedAt: expect.any(String),
  });
  forgetWake(app.database, id);
  expect(beginWake(app.database, { agentId: id, act: "provision" })).toMatchObject({ acceptedAt: null });
});

test("a message from long ago that may not have arrived is not the one that is asked for now", async () => {
  const { app, agentIds } = await openSynced();
  const [id = ""] = agentIds;
  const first = beginWake(app.database, { agentId: id, act: "wake" });
  expect(beginWake(app.database, { agentId: id, act: "wake" }).idempotencyKey).toBe(first.idempotencyKey);
  app.database.sqlite.prepare("UPDATE agent_wakes SET started_at = '2026-01-01T00:00:00.000000Z'").run();
  expect(beginWake(app.database, { agentId: id, act: "wake" }).idempotencyKey).not.toBe(first.idempotencyKey);
});

test("a refused message is not repeated: the next one is another", async () => {
  const { gateway, agentIds } = await openSynced();
  const [id = ""] = agentIds;
  const refusal = gateway.inject({ kind: "error", method: "chat.send", code: "INVALID_REQUEST", message: "no" });
  const { report } = await wake([id]);
  expect(report.errors).toMatchObject([{ code: "wake-failed", message: expect.stringContaining("was not woken") }]);
  refusal.remove();
  expect((await wake([id])).status).toBe("succeeded");
});

test("a message that may have arrived is repeated as the same one, and the error does not say that it was not taken", async () => {
  const { app, gateway, agentIds } = await openSynced();
  const [id = ""] = agentIds;
  gateway.inject({ kind: "malformed", method: "chat.send", frame: { ok: "yes" } });
  const { report } = await wake([id]);
  expect(report.errors).toMatchObject([
    { code: "wake-failed", message: expect.stringContaining("did not say whether") },
  ]);
  expect(report.errors[0]?.message).toContain("may not have been woken");
  expect((await wake([id])).status).toBe("succeeded");
  expect(gateway.chats).toHaveLength(1);
  expect(readAgent(app.database, id)).toMatchObject({ wakeAttempts: 1 });
});

test("a wake asks for agents alone, and says that the gateway was upgraded", async () => {
  const { app, gateway, agentIds } = await openSynced();
  gateway.resetCounters();
  const { report } = await wake(agentIds.slice(0, 1));
  for (const method of ["cron.list", "sessions.list", "models.list"]) expect(gateway.calls.get(method)).toBeUndefined();
  expect(report.notes).toBeUndefined();
  app.database.sqlite.prepare("UPDATE runs SET report = json_set(report, '$.gatewayVersion', '2026.9.5')").run();
  expect((await wake(agentIds.slice(0, 1))).report.notes).toEqual([expect.stringContaining("from OpenClaw 2026.9.5")]);
});

describe("a paused board", () => {
  test("is refused before anything begins", async () => {
    const { app, gateway, agentIds } = await openSynced();
    const { boardId } = readAgent(app.database, agentIds[0] ?? "");
    writeChatCommand(app.database, { boardId: boardId ?? "", command: "/pause", source: "test" });
    gateway.resetCounters();
    await expect(wake(agentIds.slice(0, 1))).rejects.toMatchObject({ code: "board-paused" });
    expect(gateway.calls.size).toBe(0);
  });

  test("is named where others are woken", async () => {
    const { app, gateway, agentIds, mainId } = await openSynced();
    const [first = "", second = ""] = agentIds;
    const { boardId } = readAgent(app.database, first);
    writeChatCommand(app.database, { boardId: boardId ?? "", command: "/pause", source: "test" });
    const { report, status } = await wake([first, second, mainId]);
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([{ code: "board-paused", agentId: first }]);
    expect(report.agents.map(({ agentId, outcome }) => [agentId, outcome]).sort()).toEqual(
      [
        [first, "skipped"],
        [second, "updated"],
        [mainId, "updated"],
      ].sort(),
    );
    expect(gateway.chats).toHaveLength(2);
  });
});

describe("with Mission Control's database", () => {
  /** Answers with the times of one read after the other; the last one stays. */
  function checkIns(reads: Record<string, string | null>[]) {
    let index = 0;
    return {
      areKnown: () => true,
      readLastSeen: () => {
        const read = reads[Math.min(index, reads.length - 1)] ?? {};
        index += 1;
        return Promise.resolve(new Map(Object.entries(read)));
      },
    };
  }
  const before = "2026-01-01T00:00:00.000000Z";
  const after = "2026-01-01T00:00:05.000000Z";

  test("a wake waits for check-ins and says who came", async () => {
    const { app, agentIds } = await openSynced();
    const [first = "", second = ""] = agentIds;
    app.checkIns = checkIns([
      { [first]: before, [second]: null },
      { [first]: before, [second]: after },
      { [first]: after, [second]: after },
    ]);
    const phases: string[] = [];
    const { report } = await wakeAgents(app, {
      gatewayId: fixture.gatewayId,
      agentIds: [first, second],
      startedBy,
      onEvent: (event) => event.type === "phase" && phases.push(event.phase),
    });
    expect(report.errors).toEqual([]);
    expect(report.notes).toEqual([
      expect.stringMatching(/^2 of 2 agents checked in with Mission Control: "Agent 0", "Agent 1"/),
    ]);
    expect(phases).toEqual(["connecting", "waking", "checking-in", "finishing"]);
  });

  test("a cancelled wait names who did not come, and the wake itself is done", async () => {
    const { app, agentIds } = await openSynced();
    const [first = "", second = ""] = agentIds;
    app.checkIns = checkIns([
      { [first]: before, [second]: null },
      { [first]: after, [second]: null },
    ]);
    const cancel = new AbortController();
    const { report, status } = await wakeAgents(app, {
      gatewayId: fixture.gatewayId,
      agentIds: [first, second],
      startedBy,
      signal: cancel.signal,
      onEvent: (event) =>
        event.type === "phase" && event.phase === "checking-in" && setTimeout(() => cancel.abort(), 50),
    });
    expect(status).toBe("succeeded");
    expect(report.notes).toEqual([expect.stringContaining('1 of 2 agents checked in with Mission Control: "Agent 0"')]);
    expect(report.errors).toMatchObject([{ severity: "warning", code: "not-checked-in", agentId: second }]);
  });

  test("a cancel ends a read that hangs, and the answer before it says who came", async () => {
    const { app, agentIds } = await openSynced();
    const [first = "", second = ""] = agentIds;
    const cancel = new AbortController();
    let reads = 0;
    app.checkIns = {
      areKnown: () => true,
      readLastSeen: (_ids, signal) => {
        reads += 1;
        if (reads < 3) return Promise.resolve(new Map([[first, reads === 1 ? before : after]]));
        setImmediate(() => cancel.abort());
        return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));
      },
    };
    const { gatewayId } = fixture;
    const options = { gatewayId, agentIds: [first, second], startedBy, signal: cancel.signal };
    const { report, status } = await wakeAgents(app, options);
    expect(status).toBe("succeeded");
    expect(report.notes).toEqual([expect.stringContaining('1 of 2 agents checked in with Mission Control: "Agent 0"')]);
    expect(report.errors).toMatchObject([
      { code: "not-checked-in", agentId: second, message: expect.stringContaining("before the wait was cancelled") },
    ]);
  });

  test("that cannot be read, agents are woken anyway", async () => {
    const { app, gateway, agentIds } = await openSynced();
    app.checkIns = { areKnown: () => true, readLastSeen: () => Promise.reject(new Error("connection refused")) };
    const { report, status } = await wake(agentIds.slice(0, 1));
    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([
      { severity: "warning", message: expect.stringContaining("connection refused") },
    ]);
    expect(gateway.chats).toHaveLength(1);
  });

  test("a lead that an earlier run has woken is not waited for", async () => {
    const { app, boardIds, agentIds } = await openSynced();
    const [boardId = ""] = boardIds;
    const lead = readAgent(app.database, agentIds[0] ?? "");
    updateAgent(app.database, lead.id, { provisionAction: "provision" });
    noteWakeAccepted(app.database, beginWake(app.database, { agentId: lead.id, act: "provision" }));
    app.checkIns = checkIns([{ [lead.id]: after }]);
    const phases: string[] = [];
    const { run } = await ensureLead(app, {
      boardId,
      startedBy,
      onEvent: (event) => event.type === "phase" && phases.push(event.phase),
    });
    expect([run?.status, run?.report.errors]).toEqual(["succeeded", []]);
    expect(phases).not.toContain("checking-in");
  });

  test("a lead that is provisioned is waited for too", async () => {
    const { app, boardIds, agentIds } = await openSynced();
    const [boardId = ""] = boardIds;
    const lead = readAgent(app.database, agentIds[0] ?? "");
    updateAgent(app.database, lead.id, { provisionAction: "provision" });
    app.checkIns = checkIns([{ [lead.id]: null }, { [lead.id]: after }]);
    const { run } = await ensureLead(app, { boardId, startedBy });
    expect(run?.report.notes).toContainEqual(expect.stringContaining("1 of 1 agents checked in"));
  });
});
