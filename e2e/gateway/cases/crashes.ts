import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import { readAgentTokenStates } from "../../../src/main/database/agent-token-state.ts";
import { listRuns } from "../../../src/main/database/read-runs.ts";
import { briskRetries, openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import { dieInSync } from "../die-in-sync.ts";
import { accepts, expectAllRight, type GatewayFixture, readTokenOf } from "../gateway-fixture.ts";

/** After how many written files it dies: `FLIGHTDECK_KILLS=20` tries as many moments. */
const kills = process.env.FLIGHTDECK_KILLS;
const moments = kills ? Array.from({ length: Number(kills) }, (_, index) => index % 8) : [1, 7];

/** Flight Deck dies between a write to its database and one to the gateway (docs/behaviour.md, Agent tokens: two-phase). */
export function crashCases(fixture: () => GatewayFixture): void {
  for (const writes of moments) {
    it(`locks no agent out when it dies after ${writes} written files of a re-key`, async () => {
      const { station, settle } = fixture();
      await settle();

      await dieInSync(station, { rekeyAll: true }, writes);

      const agents = station.agents();
      const states = readAgentTokenStates(
        station.app.database,
        agents.map(({ agent }) => agent.id),
      );
      const standing = await restingTokens(fixture());
      for (const [index, { agent }] of agents.entries()) {
        const token = standing[index] ?? "";
        const isKnown =
          accepts(agent.agentTokenHash, token) || accepts(states.get(agent.id)?.pendingHash ?? null, token);
        expect(isKnown, `the token of ${agent.name} fits a stored hash`).toBe(true);
      }
      const [crashed] = listRuns(station.app.database, { gatewayId: station.gatewayId, limit: 1 });
      expect(crashed?.status).toBe("interrupted");

      const { status, report } = await station.sync();

      expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
      expect(await restingTokens(fixture())).toEqual(standing);
      await expectAllRight(fixture());
    });
  }

  it("completes new agents, including BOOTSTRAP, after it died between their configuration and their files", async () => {
    const { gateway } = fixture();
    const newcomers = await openAppFixture(buildFleet({ gateway, boards: 1, agents: 2 }), {
      retryPolicy: briskRetries,
    });
    try {
      await dieInSync(newcomers, {}, 0);

      const { status, report } = await newcomers.sync();

      expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
      expect(report.stats.configWrites).toBe(0);
      await expectAllRight({ ...fixture(), station: newcomers });
    } finally {
      newcomers.close();
    }
  });
}

/** The tokens in the agents' files, after the gateway has processed the last calls of the dead process. */
async function restingTokens(fixture: GatewayFixture): Promise<(string | null)[]> {
  const read = () =>
    fixture.raw((client) =>
      Promise.all(fixture.station.agents().map((each) => readTokenOf(fixture, client, each).catch(whileReplaced))),
    );
  let before = await read();
  while (true) {
    await sleep(500);
    const now = await read();
    if (isDeepStrictEqual(now, before)) return now;
    before = now;
  }
}

/** A gateway refuses a file that it is replacing at the moment: its content equals no other one. */
function whileReplaced(error: unknown): string {
  if (error instanceof Error && error.message.includes("unsafe workspace file"))
    return `replaced just now: ${randomUUID()}`;
  throw error;
}
