import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { SyncOptions } from "../../shared/sync-options.ts";
import { readAgent } from "../database/agents.ts";
import { markInterruptedRuns } from "../database/interrupted-runs.ts";
import { listRuns, readRun } from "../database/read-runs.ts";
import { tryLockGateway } from "../provisioning/model/run-lock.ts";
import { fixture, open } from "../provisioning/test-open-fixture.ts";
import { verifyToken } from "../provisioning/tokens/hash-token.ts";
import { readStoredRun } from "../runs/stored-run.ts";
import { repeatRun, unfinished } from "./repeat-run.ts";

/*
 * Runs in a process that is killed with SIGKILL while one call of its gateway has had its effect and was not answered, and taken up
 * again. What counts is what the gateway has afterwards, and what it was asked for.
 */

const versions = ["2026.3.28", "2026.9.6"];
const minutesMs = 60_000;

type Cut = {
  /** The call that has its effect and no answer. */
  method: string;
  agentId: string;
  match?: (params: Record<string, unknown>) => boolean;
};

/** Runs in another process, and kills it while that call is not answered. @returns the interrupted run, and how many such calls it made */
async function killIn(script: string, work: object, { method, agentId, match = () => true }: Cut) {
  const { app, gateway, keyOf } = fixture;
  gateway.resetCounters();
  const aim = { method, agentId: keyOf(agentId), match };
  const slow = gateway.inject({ kind: "slow", delayMs: minutesMs, when: "after", ...aim });
  const child = fork(join(import.meta.dirname, "../provisioning", script), [app.dataDir, JSON.stringify(work)]);
  const exited = once(child, "exit");
  try {
    await expect.poll(() => slow.hits, { timeout: 30_000, interval: 10 }).toBe(1);
    // The others may be anywhere by now: written, read back, or not yet in the journal.
    await sleep(Math.random() * 300);
  } finally {
    child.kill("SIGKILL");
    await exited;
    gateway.clearFaults();
  }
  markInterruptedRuns(app.database, (id) => tryLockGateway(app.dataDir, id));
  const calls = callsOf(method);
  gateway.resetCounters();
  const [run] = listRuns(app.database, { limit: 1 });
  expect(run?.status).toBe("interrupted");
  return { runId: run?.id ?? "", calls };
}

function killInSync(options: Partial<SyncOptions>, cut: Cut) {
  return killIn("test-sync-child.ts", { gatewayId: fixture.gatewayId, ...options }, cut);
}

function resume(runId: string) {
  const snapshot = readStoredRun(fixture.app.database, runId);
  return repeatRun(fixture.app, { snapshot, outcomes: unfinished }, { startedBy: "test" });
}

const everyone = () => [...fixture.agentIds, fixture.mainId];
const tokens = () => new Map(everyone().map((id) => [id, fixture.tokenOf(id)]));

async function expectTokensVerify(): Promise<void> {
  for (const [id, token] of tokens()) {
    const { agentTokenHash } = readAgent(fixture.app.database, id);
    expect(await verifyToken(token ?? "", agentTokenHash ?? ""), id).toBe(true);
  }
}

describe.each(versions)("on %s", (version) => {
  async function openSynced() {
    await open({ boards: 1, agents: 4, gateway: { version } });
    await fixture.sync({ rotateTokens: true });
  }

  test("a first sync is finished, and every agent in scope has an outcome before", { timeout: 60_000 }, async () => {
    await open({ boards: 1, agents: 4, gateway: { version } });
    const [first = ""] = fixture.agentIds;
    const { runId } = await killInSync({}, { method: "agents.files.set", agentId: first });
    const { agents } = readRun(fixture.app.database, runId);
    expect(new Set(agents.map(({ agentId }) => agentId))).toEqual(new Set(everyone()));
    expect(agents.find(({ agentId }) => agentId === first)).toMatchObject({ outcome: "failed", reason: "app-ended" });
    const written = tokens();
    const result = await resume(runId);
    expect([result?.status, result?.report.errors.filter(({ severity }) => severity === "error")]).toEqual([
      "succeeded",
      [],
    ]);
    await expectTokensVerify();
    for (const [id, token] of written) if (token !== null) expect(fixture.tokenOf(id)).toBe(token);
    expect((await fixture.sync({ verify: true })).report.agentsUpdated).toBe(0);
    expect(readRun(fixture.app.database, runId).run.dismissedAt).not.toBeNull();
  });

  test.each(["agents.files.set", "agents.files.get"])(
    "a re-key that was cut off in %s gives no agent a second token",
    { timeout: 60_000 },
    async (method) => {
      await openSynced();
      const before = tokens();
      const [, second = ""] = fixture.agentIds;
      const options = { rekeyAll: true };
      // The new token is in the agent's file, and its hash is pending.
      const tokenFile = fixture.gateway.readFile(fixture.keyOf(second), "TOOLS.md") ? "TOOLS.md" : "AGENTS.md";
      const isWritten = () => fixture.tokenOf(second) !== before.get(second);
      const match = ({ name }: Record<string, unknown>) =>
        name === tokenFile && (method === "agents.files.set" || isWritten());
      const { runId } = await killInSync(options, { method, agentId: second, match });
      const given = [...tokens()].filter(([id, token]) => token !== before.get(id));
      expect(given.map(([id]) => id)).toContain(second);
      const result = await resume(runId);
      expect(result?.status).toBe("succeeded");
      for (const [id, token] of given) expect(fixture.tokenOf(id), id).toBe(token);
      for (const [id, token] of tokens()) expect(token, id).not.toBe(before.get(id));
      await expectTokensVerify();
      const after = tokens();
      await resume(runId);
      expect(tokens()).toEqual(after);
    },
  );

  test("sessions that were reset are not reset again", { timeout: 60_000 }, async () => {
    await openSynced();
    const [, second = ""] = fixture.agentIds;
    const options = { resetSessions: true, includeMain: false };
    const cutOff = await killInSync(options, { method: "sessions.reset", agentId: second });
    const result = await resume(cutOff.runId);
    expect(result?.status).toBe("succeeded");
    expect(cutOff.calls + callsOf("sessions.reset")).toBe(4);
    await resume(cutOff.runId);
    expect(cutOff.calls + callsOf("sessions.reset")).toBe(4);
  });

  test("a session with a conversation is left when its reset is in doubt", { timeout: 60_000 }, async () => {
    await openSynced();
    const { agentIds, gateway, keyOf } = fixture;
    const [, second = ""] = agentIds;
    const options = { resetSessions: true, includeMain: false, agentIds: [second] };
    const { runId } = await killInSync(options, { method: "sessions.reset", agentId: second });
    gateway.runTurn(keyOf(second));
    const result = await resume(runId);
    expect(result?.report.errors).toMatchObject([{ code: "session-reset-failed", agentId: second }]);
    expect(callsOf("sessions.reset")).toBe(0);
    expect(readRun(fixture.app.database, runId).run.dismissedAt).toBeNull();
  });

  test("agents that were woken are not woken again, also long after", { timeout: 60_000 }, async () => {
    await openSynced();
    const { app, agentIds, gatewayId, gateway } = fixture;
    const [, second = ""] = agentIds;
    const cutOff = await killIn(
      "test-wake-child.ts",
      { wake: { gatewayId, agentIds } },
      { method: "chat.send", agentId: second },
    );
    app.database.sqlite.exec("UPDATE agent_wakes SET started_at = '2026-01-01 00:00:00.000000'");
    const result = await resume(cutOff.runId);
    expect(cutOff.calls + callsOf("chat.send")).toBe(4);
    expect(new Set(gateway.chats.map(({ sessionKey }) => sessionKey)).size).toBe(4);
    await resume(cutOff.runId);
    expect(cutOff.calls + callsOf("chat.send")).toBe(4);
    expect(result?.report.errors).toMatchObject([{ code: "wake-failed", agentId: second }]);
  });

  test("a saved plan is finished", { timeout: 60_000 }, async () => {
    await openSynced();
    const { agentIds, gateway, keyOf, sync } = fixture;
    for (const id of agentIds) gateway.writeFile(keyOf(id), "SOUL.md", "Edited");
    const { plan } = await sync({ dryRun: true, includeMain: false });
    const [, second = ""] = agentIds;
    const cutOff = await killIn("test-wake-child.ts", { apply: plan }, { method: "agents.files.set", agentId: second });
    const result = await resume(cutOff.runId);
    expect([result?.status, result?.report.errors]).toEqual(["succeeded", []]);
    for (const id of agentIds) expect(gateway.readFile(keyOf(id), "SOUL.md")).not.toContain("Edited");
  });
});

function callsOf(method: string): number {
  return fixture.gateway.calls.get(method) ?? 0;
}
