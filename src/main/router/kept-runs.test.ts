import { afterEach, beforeEach, expect, it } from "vitest";
import { markInterruptedRuns } from "../database/interrupted-runs.ts";
import { isPruningDue, pruneHistory } from "../database/prune-history.ts";
import { createRun } from "../database/runs.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture({ boards: 1, agents: 1 });
});
afterEach(() => fixture.close());

it("a run is pinned and unpinned, and pinned ones are listed on their own", async () => {
  const { runs } = fixture.client;
  const [first, second] = [(await fixture.sync()).run.id, (await fixture.sync()).run.id];
  await runs.setPinned({ id: first, pinned: true });
  expect((await runs.list({ pinned: true })).map(({ id }) => id)).toEqual([first]);
  expect([(await runs.row({ id: first })).isPinned, (await runs.row({ id: second })).isPinned]).toEqual([true, false]);
  expect((await runs.get({ id: first })).run.isPinned).toBe(true);
  await runs.setPinned({ id: first, pinned: false });
  expect(await runs.list({ pinned: true })).toEqual([]);
  await expect(runs.setPinned({ id: "nothing", pinned: true })).rejects.toMatchObject({ data: { code: "not-found" } });
});

it("an interrupted run is dismissed once", async () => {
  const { database } = fixture.hostedApp.services;
  const facts = { gatewayId: fixture.gatewayId, gatewayName: "N", options: {}, startedBy: "t" };
  const { id } = createRun(database, { ...facts, kind: "template-sync" });
  await expect(fixture.client.runs.dismiss({ id })).rejects.toMatchObject({ data: { code: "bad-input" } });
  markInterruptedRuns(database, () => () => {});
  await fixture.client.runs.dismiss({ id });
  const { dismissedAt } = await fixture.client.runs.row({ id });
  expect(dismissedAt).toEqual(expect.any(String));
  await fixture.client.runs.dismiss({ id });
  expect((await fixture.client.runs.row({ id })).dismissedAt).toBe(dismissedAt);
  await expect(fixture.client.runs.retry({ id, outcomes: ["failed", "not-attempted"] })).rejects.toMatchObject({
    message: expect.stringContaining("is dismissed"),
    data: { code: "bad-input" },
  });
  expect((await fixture.client.runs.list({})).map((run) => run.id)).toEqual([id]);
});

it("the settings say how long runs are kept, and a change of them counts at once", async () => {
  const { database } = fixture.hostedApp.services;
  expect(await fixture.client.app.settings()).toMatchObject({ historyDays: 90, historyRuns: 200 });
  for (const _ of pruneHistory(
    database,
    { keepDays: 90, keepRuns: 200, versionDays: 90, keepVersions: 1 },
    Date.now(),
  ));
  await fixture.client.app.saveSettings({ theme: "dark" });
  expect(isPruningDue(database, Date.now())).toBe(false);
  await fixture.client.app.saveSettings({ historyDays: 30 });
  expect(await fixture.client.app.settings()).toMatchObject({ historyDays: 30, historyRuns: 200 });
  expect(isPruningDue(database, Date.now())).toBe(true);
  await expect(fixture.client.app.saveSettings({ historyRuns: 0 })).rejects.toThrow();
});
