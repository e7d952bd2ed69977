import { expect, it } from "vitest";
import { z } from "zod";
import type { ScopedAgent } from "../../../src/main/provisioning/model/scoped-agent.ts";
import type { SyncOptions } from "../../../src/shared/sync-options.ts";
import type { SyncResult } from "../app-fixture.ts";
import { type RawClient, withRawClient } from "../raw-client.ts";
import type { WakeFixture } from "../wake-fixture.ts";

const withinMs = 180_000;
/**
 * A 2026.9.6 skips a heartbeat while another agent's is running. On a busy machine where turns take ten seconds, one of five
 * agents can be skipped three times in a row; it gets this much more time, but only if the gateway confirms that reason.
 */
const longerWhereSkippedMs = 120_000;

/** Three workers, their lead and the main agent, each with its own heartbeat from the first sync on. */
export function wakeCases(fixture: () => WakeFixture, { sessionsKeepFiles }: { sessionsKeepFiles: boolean }): void {
  it("has every agent check in with the token in its file within three minutes of the first sync", async () => {
    const { status, report } = await fixture().station.sync();

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ agentsInScope: 4, agentsFailed: 0, agentsSkipped: 0 });
    await expectEveryCheckIn(fixture(), 0);
  });

  it("has every agent check in with its new token after a re-key", async () => {
    const { missionControl, station } = fixture();
    const before = station.agents().map(fixture().tokenOnDisk);

    const { from } = await syncLiveSessions(fixture(), { rekeyAll: true }, sessionsKeepFiles);

    const after = station.agents().map(fixture().tokenOnDisk);
    expect(new Set([...before, ...after]).size).toBe(10);
    await expectEveryCheckIn(fixture(), from.checkIns);
    // A turn that was in progress may have used the old token; later ones must not.
    const late = missionControl.checkIns.slice(-1);
    expect(after).toContain(late[0]?.token);
  });

  it("shows every agent a changed template at its next turn", async () => {
    const { model, station, addToTemplates } = fixture();
    const line = "This line came with the second version of the templates.";
    addToTemplates(line);
    await station.app.templates.reload();

    const { from } = await syncLiveSessions(fixture(), {}, sessionsKeepFiles);

    const seesIt = ({ agent }: ScopedAgent) => {
      const prompts = model.prompts.slice(from.prompts).filter((prompt) => prompt.includes(line));
      return prompts.some((prompt) => prompt.includes(`AGENT_ID=${agent.id}`));
    };
    await expectOfEverybody(fixture(), seesIt);
  });
}

/** Waits until Mission Control has a check-in with the token of every agent. @param from how many check-ins there were before */
async function expectEveryCheckIn(fixture: WakeFixture, from: number): Promise<void> {
  const { missionControl, tokenOnDisk } = fixture;
  await expectOfEverybody(fixture, (scoped) => {
    const checkIns = missionControl.checkIns.slice(from).filter(({ path }) => path === "/api/v1/agent/heartbeat");
    return checkIns.some(({ token }) => token === tokenOnDisk(scoped));
  });
}

/** Waits until a condition is true for every agent. */
async function expectOfEverybody(fixture: WakeFixture, holds: (scoped: ScopedAgent) => boolean): Promise<void> {
  const missing = () => fixture.station.agents().filter((scoped) => !holds(scoped));
  const names = () => missing().map(({ agent }) => agent.name);
  try {
    await expect.poll(names, { timeout: withinMs, interval: 500 }).toEqual([]);
    return;
  } catch {
    // The gateway can tell the reason.
  }
  const states = await withRawClient(fixture.gateway, (raw) => heartbeatStates(raw));
  const reasons = missing().map(({ key }) => states.get(key) ?? "no heartbeat automation");
  expect(reasons, `why ${names().join(", ")} did not check in`).toEqual(reasons.map(() => overlapped));
  await expect.poll(names, { timeout: longerWhereSkippedMs, interval: 500 }).toEqual([]);
}

const overlapped = "heartbeat skipped: cron-in-progress";
const job = z.looseObject({
  declarationKey: z.string().nullish(),
  state: z.looseObject({ lastError: z.string().optional(), lastRunStatus: z.string().optional() }).optional(),
});

/** The result of each agent's last heartbeat, by agent key, if the gateway reports it. */
async function heartbeatStates(raw: RawClient): Promise<Map<string, string>> {
  const { jobs } = z
    .object({ jobs: z.array(job) })
    .parse(await raw.call("cron.list", { includeDisabled: true, limit: 50 }));
  return new Map(
    jobs.map(({ declarationKey, state }) => [
      (declarationKey ?? "").replace(/^heartbeat:/, ""),
      state?.lastError ?? state?.lastRunStatus ?? "never ran",
    ]),
  );
}

/**
 * Syncs a fleet that is awake. If running sessions keep their old files, the run reports it and offers a reset, which is
 * carried out.
 *
 * @returns what had arrived by the time when every agent had its new files
 */
async function syncLiveSessions(fixture: WakeFixture, options: Partial<SyncOptions>, sessionsKeepFiles: boolean) {
  const { station, model, missionControl } = fixture;
  const { status, report } = await station.sync(options);
  expect({ status, updated: report.agentsUpdated, main: report.mainUpdated }).toEqual({
    status: "succeeded",
    updated: 4,
    main: true,
  });
  expect(warningsOf(report)).toEqual(sessionsKeepFiles ? Array(5).fill("session-outdated") : []);
  if (sessionsKeepFiles) {
    for (const { hint } of report.errors) expect(hint).toContain("--reset-sessions");
    const reset = await station.sync({ resetSessions: true });
    expect({ status: reset.status, warnings: warningsOf(reset.report) }).toEqual({ status: "succeeded", warnings: [] });
  }
  return { from: { prompts: model.prompts.length, checkIns: missionControl.checkIns.length } };
}

/** How long turns take depends on the machine, so a warning that they overlap may come or not. */
function warningsOf({ errors }: SyncResult["report"]): string[] {
  return errors.map(({ code }) => code).filter((code) => code !== "heartbeats-overlap");
}
