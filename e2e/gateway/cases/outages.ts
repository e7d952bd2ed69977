import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { RunEvent, RunPhase } from "../../../src/shared/sync.ts";
import { briskRetries, openAppFixture, type SyncResult } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import { expectAllRight, type GatewayFixture } from "../gateway-fixture.ts";
import { countInLog } from "../gateway-log.ts";
import { readConfig } from "../read-back.ts";

/** The gateway becomes unreachable during a sync, or the operator cancels it. */
export function outageCases(fixture: () => GatewayFixture): void {
  it("continues automatically when the gateway is killed during the sync and started again 15 s later", async () => {
    const { station, gateway, settle } = fixture();
    await settle();
    let startedAgain: Promise<void> | undefined;

    const result = await station.sync(
      { rekeyAll: true },
      atFirstFileWrite(() => {
        startedAgain = gateway
          .kill()
          .then(() => sleep(15_000))
          .then(() => gateway.start());
      }),
    );

    await startedAgain;
    expectWentOn(result);
    await expectAllRight(fixture());
  });

  it("continues automatically when the gateway restarts during the sync", async () => {
    const { station, gateway, facts, settle } = fixture();
    await settle();
    const before = countInLog(gateway.logPath);
    const restart = () => {
      process.kill(gateway.pid ?? Number.NaN, facts.restartSignal);
      standStillUntil(() => countInLog(gateway.logPath).restarts > before.restarts);
    };

    const result = await station.sync({ rekeyAll: true }, atPhase("writing-files", restart));

    // A classic gateway is back so soon that the first attempt to reconnect may succeed, without any wait.
    expectAllUpdated(result);
    expect(countInLog(gateway.logPath).starts).toBe(before.starts + 1);
    await expectAllRight(fixture());
  });

  it("continues automatically when the gateway is killed while it loads the configuration", async () => {
    const { gateway, raw } = fixture();
    const newcomers = await openAppFixture(buildFleet({ gateway, boards: 1, agents: 2 }), {
      retryPolicy: briskRetries,
    });
    const before = countInLog(gateway.logPath);
    try {
      let startedAgain: Promise<void> | undefined;

      const result = await newcomers.sync(
        { rotateTokens: true },
        atPhase("writing-config", () => {
          // During the call: whether the patch was written before the kill is a matter of chance and must not matter.
          startedAgain = sleep(100)
            .then(() => gateway.kill())
            .then(() => gateway.start());
        }),
      );

      await startedAgain;
      // As above: a classic gateway on a fast machine is back before the loss is noticed.
      expectAllUpdated(result);
      expect(countInLog(gateway.logPath).starts).toBeGreaterThan(before.starts);
      expect(result.report.stats.configWrites).toBeLessThanOrEqual(2);
      await expectAllRight({ ...fixture(), station: newcomers });
      const { roster } = await raw(readConfig);
      for (const { key, workspace } of newcomers.agents()) expect(roster.get(key)).toMatchObject({ workspace });
    } finally {
      newcomers.close();
    }
  });

  it("stops when cancelled, and the next sync completes the rest", async () => {
    const { station, settle } = fixture();
    await settle();
    const cancel = new AbortController();

    const { status, report } = await station.sync(
      { rekeyAll: true },
      { signal: cancel.signal, ...atFirstFileWrite(() => cancel.abort()) },
    );

    expect(status).toBe("cancelled");
    expect(report.errors).toMatchObject([{ severity: "warning", code: "cancelled" }]);
    const { agentsInScope, agentsUpdated, agentsFailed, agentsNotAttempted } = report;
    expect(agentsInScope).toBe(10);
    expect(agentsFailed + agentsNotAttempted).toBeGreaterThan(0);
    expect(agentsUpdated + agentsFailed + agentsNotAttempted).toBe(10);
    expect(report.agents).toHaveLength(11);
    // Agents with a sent file were interrupted; agents without one were not attempted.
    for (const { outcome, filesWritten, filesUncertain } of report.agents) {
      if (outcome === "updated") continue;
      expect(filesWritten.length + filesUncertain.length > 0).toBe(outcome === "failed");
    }

    const next = await station.sync();

    expect({ status: next.status, errors: next.report.errors }).toEqual({ status: "succeeded", errors: [] });
    await expectAllRight(fixture());
  });
}

/** Calls `act` once, when the first file of a run has been written: all other writes are then pending or in flight. */
function atFirstFileWrite(act: () => void): { onEvent: (event: RunEvent) => void } {
  let done = false;
  return {
    onEvent(event) {
      if (done || event.type !== "call" || event.method !== "agents.files.set") return;
      done = true;
      act();
    },
  };
}

function atPhase(phase: RunPhase, act: () => void): { onEvent: (event: RunEvent) => void } {
  return {
    onEvent(event) {
      if (event.type === "phase" && event.phase === phase) act();
    },
  };
}

/**
 * Blocks this process, and with it the run, until `condition` is true: a gateway may delay a restart (a classic one up to 30
 * s after its last), and the run would finish before it.
 */
function standStillUntil(condition: () => boolean): void {
  const deadline = Date.now() + 60_000;
  while (!condition() && Date.now() < deadline) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
}

function expectAllUpdated({ status, report }: SyncResult): void {
  expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
  expect(report.agents.map(({ outcome }) => outcome)).toEqual(report.agents.map(() => "updated"));
}

/** Checks that the run noticed the outage, waited, and succeeded. */
function expectWentOn(result: SyncResult): void {
  expectAllUpdated(result);
  expect(result.report.stats.retries).toBeGreaterThan(0);
  expect(result.events.some(({ type }) => type === "gateway-waiting")).toBe(true);
}
