import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { randomsOf } from "../../src/main/provisioning/test-randoms.ts";
import { type Fleet, openFleet } from "./fleet-fixture.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

/*
 * Whenever a sync with token repair is killed, every agent can be let in again: its token is Mission Control's, or the hash of
 * its token is remembered. `FLIGHTDECK_KILLS=100` tries as many moments, `FLIGHTDECK_SEED=N` repeats a failure.
 */
const kills = Number(process.env.FLIGHTDECK_KILLS ?? 14);
const seed = Number(process.env.FLIGHTDECK_SEED ?? Date.now() % 1_000_000);
const versions = ["2026.3.28", "2026.9.6"];

let control: MissionControl;
let fleet: Fleet;
beforeAll(async () => {
  control = await startMissionControl();
});
afterAll(() => control?.stop());
afterEach(() => fleet.close());

/** Each write is delayed by up to this, before or after it takes effect. */
const slowestMs = 150;

describe.each(versions)(`on %s, seed ${seed}`, (version) => {
  it("no agent is locked out for good by a kill at a random moment", { timeout: 60_000 + kills * 15_000 }, async () => {
    fleet = await openFleet(control, { agents: 12, version });
    const random = randomsOf(seed);
    const moments = Math.ceil(kills / versions.length);
    let interrupted = 0;
    for (let moment = 1; moment <= moments; moment += 1) {
      for (let faults = 0; faults < 60; faults += 1) {
        const when = random() < 0.5 ? "before" : "after";
        fleet.gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: random() * slowestMs, when });
      }
      const code = await fleet.syncInChild({ rotateTokens: true, rekeyAll: moment > 1 }, random() * 900);
      if (code === null) interrupted += 1;
      fleet.gateway.clearFaults();
      // Lets delayed writes at the gateway take effect.
      await new Promise((resolve) => setTimeout(resolve, slowestMs));
      expect(await fleet.findLockedOut(), `killed at moment ${moment} of seed ${seed}`).toEqual([]);
      expect(await fleet.syncInChild({ rotateTokens: true }), `the run after moment ${moment}`).toBe(0);
      expect(fleet.agentIds.filter((id) => fleet.tokenOf(id) === null)).toEqual([]);
      expect(await fleet.findLockedOut({ countPending: false }), `after moment ${moment} of seed ${seed}`).toEqual([]);
    }
    console.info(
      `${version}: killed at ${moments} moments of seed ${seed}, ${interrupted} of them in a run; no agent locked out`,
    );
  });
});
