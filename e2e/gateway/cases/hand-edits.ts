import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { listRuns, readRun } from "../../../src/main/database/read-runs.ts";
import { dieInSync } from "../die-in-sync.ts";
import { expectAllRight, type GatewayFixture, heartbeatOf } from "../gateway-fixture.ts";
import { editFile, readFile } from "../read-back.ts";

type Edit = { key: string; agentId: string; fileName: string; words: string };

/** Edits by hand, and runs that end before they are done: each edit is still on the gateway, or its diff is in the history. */
export function handEditCases(fixture: () => GatewayFixture): void {
  for (const writes of [1, 4, 8]) {
    it(`are not lost when Flight Deck is killed after it wrote ${writes} of 20`, async () => {
      const { station, settle } = fixture();
      await settle();
      const edits = await editByHand(fixture(), `killed after ${writes}`);

      await dieInSync(station, {}, writes);

      // What the dead process had sent is still being done.
      await sleep(1_000);
      expectEverybodyTold(fixture(), "interrupted");
      expect((await station.sync()).status).toBe("succeeded");
      expect(await lostOf(fixture(), edits)).toEqual([]);
      await expectAllRight(fixture());
    });

    it(`are not lost when the sync is cancelled after it wrote ${writes} of 20`, async () => {
      const { station, settle } = fixture();
      await settle();
      const edits = await editByHand(fixture(), `cancelled after ${writes}`);
      const cancel = new AbortController();
      let written = 0;
      const { status } = await station.sync(
        {},
        {
          signal: cancel.signal,
          onEvent(event) {
            if (event.type === "call" && event.method === "agents.files.set") written += 1;
            if (written === writes) cancel.abort(new Error("cancelled"));
          },
        },
      );

      expect(status).toBe("cancelled");
      expectEverybodyTold(fixture(), "cancelled");
      expect((await station.sync()).status).toBe("succeeded");
      expect(await lostOf(fixture(), edits)).toEqual([]);
      await expectAllRight(fixture());
    });
  }
}

function editByHand(fixture: GatewayFixture, occasion: string): Promise<Edit[]> {
  const workers = fixture.station.agents().filter(({ isMain }) => !isMain);
  const edits = workers.flatMap(({ key, agent }) =>
    ["SOUL.md", heartbeatOf(fixture)].map((fileName): Edit => {
      return { key, agentId: agent.id, fileName, words: `By hand, ${occasion}: ${agent.name}, ${fileName}.` };
    }),
  );
  return fixture.raw(async (client) => {
    for (const { key, fileName, words } of edits) {
      await editFile(client, key, fileName, (content) => `${content}\n${words}\n`);
    }
    return edits;
  });
}

/** Every agent in the scope of the latest run has an outcome, and the counts add up. */
function expectEverybodyTold({ station }: GatewayFixture, status: string): void {
  const [latest] = listRuns(station.app.database, { gatewayId: station.gatewayId, limit: 1 });
  const { run, agents } = readRun(station.app.database, latest?.id ?? "");
  expect({ status: run.status, agents: agents.length }).toEqual({ status, agents: station.agents().length });
  expect(run.report?.agentsInScope).toBe(agents.length - 1);
}

async function lostOf({ station, raw }: GatewayFixture, edits: Edit[]): Promise<Edit[]> {
  const { database } = station.app;
  const drift = listRuns(database, { gatewayId: station.gatewayId, limit: 10 }).flatMap(
    ({ id }) => readRun(database, id).drift,
  );
  return raw(async (client) => {
    const lost: Edit[] = [];
    for (const edit of edits) {
      const { key, agentId, fileName, words } = edit;
      const ofFile = drift.filter((each) => each.agentId === agentId && each.fileName === fileName);
      if (ofFile.some(({ diff }) => diff.includes(`-${words}`))) continue;
      if (!(await readFile(client, key, fileName))?.includes(words)) lost.push(edit);
    }
    return lost;
  });
}
