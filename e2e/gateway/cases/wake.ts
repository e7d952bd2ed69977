import { expect, it } from "vitest";
import type { SyncOptions } from "../../../src/shared/sync.ts";
import type { SyncResult } from "../station.ts";
import type { WakeWorld } from "../wake-world.ts";

/** A heartbeat comes every minute; a 2026.9.6 skips one while another agent's runs. */
const withinMs = 180_000;

/** Three workers, their lead and the main agent, each with a heartbeat of its own, from the first sync on. */
export function wakeCases(world: () => WakeWorld, { sessionsKeepFiles }: { sessionsKeepFiles: boolean }): void {
  it("has every agent check in with the token in its file within three minutes of the first sync", async () => {
    const { status, report } = await world().station.sync({ rotateTokens: true });

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ agentsUpdated: 4, mainUpdated: true });
    await expectEveryCheckIn(world(), 0);
  });

  it("has every agent check in with its new token after a re-key", async () => {
    const { missionControl, station } = world();
    const before = station.agents().map(world().tokenOnDisk);

    const { from } = await syncLiveSessions(world(), { rekeyAll: true }, sessionsKeepFiles);

    const after = station.agents().map(world().tokenOnDisk);
    expect(new Set([...before, ...after]).size).toBe(10);
    await expectEveryCheckIn(world(), from.checkIns);
    // A turn that was under way may have used the old token; every later one must not.
    const late = missionControl.checkIns.slice(-1);
    expect(after).toContain(late[0]?.token);
  });

  it("shows every agent a changed template at its next turn", async () => {
    const { model, station, addToTemplates } = world();
    const line = "This line came with the second version of the templates.";
    addToTemplates(line);
    await station.app.templates.reload();

    const { from } = await syncLiveSessions(world(), {}, sessionsKeepFiles);

    const shown = () => {
      const prompts = model.prompts.slice(from.prompts).filter((prompt) => prompt.includes(line));
      return namesOf(world(), ({ agent }) => prompts.some((prompt) => prompt.includes(`AGENT_ID=${agent.id}`)));
    };
    await expect.poll(shown, { timeout: withinMs, interval: 500 }).toEqual(everybody(world()));
  });
}

/** Every agent's token of its own file comes to Mission Control, as a check-in. @param from how many check-ins were there before */
async function expectEveryCheckIn(world: WakeWorld, from: number): Promise<void> {
  const { missionControl, tokenOnDisk } = world;
  const checkedIn = () => {
    const checkIns = missionControl.checkIns.slice(from).filter(({ path }) => path === "/api/v1/agent/heartbeat");
    return namesOf(world, (scoped) => checkIns.some(({ token }) => token === tokenOnDisk(scoped)));
  };
  await expect.poll(checkedIn, { timeout: withinMs, interval: 500 }).toEqual(everybody(world));
}

/**
 * Syncs a fleet that is awake. Where running sessions keep their files the run says so and offers the reset, and it is taken.
 *
 * @returns what had come in by the time that every agent had its new files
 */
async function syncLiveSessions(world: WakeWorld, options: Partial<SyncOptions>, sessionsKeepFiles: boolean) {
  const { station, model, missionControl } = world;
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
    expect({ status: reset.status, errors: reset.report.errors }).toEqual({ status: "succeeded", errors: [] });
  }
  return { from: { prompts: model.prompts.length, checkIns: missionControl.checkIns.length } };
}

function warningsOf({ errors }: SyncResult["report"]): string[] {
  return errors.map(({ code }) => code);
}

function namesOf({ station }: WakeWorld, holds: (scoped: ReturnType<typeof station.agents>[number]) => boolean) {
  return station.agents().flatMap((scoped) => (holds(scoped) ? [scoped.agent.name] : []));
}

function everybody({ station }: WakeWorld): string[] {
  return station.agents().map(({ agent }) => agent.name);
}
