import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { databaseTroubleNames, databaseTroubles } from "../database/test-database-trouble.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture();
});
afterEach(() => fixture.close());

describe.each(databaseTroubleNames)("a database that is %s", (name) => {
  const { begin, code } = databaseTroubles[name];

  test("during a run: windows have the whole report, and it is stored once the trouble is over", async () => {
    const { client, gatewayId, hostedApp } = fixture;
    let undo = (): unknown => null;
    const { runId } = await client.runs.sync({ gatewayId, rotateTokens: true });
    for await (const { events } of await client.runs.follow({ id: runId, afterSeq: 0 })) {
      if (events.some((event) => event.type === "phase" && event.phase === "writing-files")) {
        undo = begin(hostedApp.services.database);
      }
    }
    const unstored = await client.runs.get({ id: runId });
    expect(unstored.run.status).toBe("failed");
    expect(unstored.errors.at(-1)).toMatchObject({ code, message: expect.stringContaining("could not be stored") });
    expect(unstored.agents.map(({ state }) => state)).toEqual(Array(7).fill("done"));
    undo();
    if (name === "damaged") return;
    hostedApp.services.runs.storeEnds();
    const stored = await client.runs.get({ id: runId });
    expect(stored.agents.length).toBe(7);
    expect(stored.errors).toEqual(unstored.errors.slice(0, -1));
    expect((await fixture.sync({ rotateTokens: true })).run.status).toBe("succeeded");
  });

  // A small row may still find room.
  test.skipIf(name === "full")("in a call: its error says so", async () => {
    const { client, hostedApp } = fixture;
    const undo = begin(hostedApp.services.database);
    const saved = await client.app
      .saveSettings({ baseUrl: "http://127.0.0.1:9", maxInFlight: 7 })
      .catch((error) => error);
    undo();
    expect(saved.data).toMatchObject({ code });
  });
});
