import { expect, test } from "vitest";
import { openDatabase } from "./open-database.ts";
import { listEarlierRuns, readSteps, recordStepDone, recordStepIntent } from "./run-steps.ts";
import { createRun } from "./runs.ts";

function setUp() {
  const db = openDatabase({ inMemory: true });
  const start = (retryOf?: string) =>
    createRun(db, {
      gatewayId: "gateway",
      gatewayName: "North",
      kind: "template-sync",
      options: { boardId: null, rekeyAll: true },
      startedBy: "cli",
      ...(retryOf === undefined ? {} : { retryOf }),
    }).id;
  return { db, start };
}

test("a run knows the steps of every run with the same work, also of one that took up the same run before", () => {
  const { db, start } = setUp();
  const first = start();
  const other = start();
  recordStepIntent(db, { runId: other, agentId: "b", step: "wake" });
  const firstAgain = start(first);
  recordStepIntent(db, { runId: firstAgain, agentId: "a", step: "session-reset" });
  const thirdTime = start(first);
  const ofThird = start(thirdTime);
  expect(new Set(listEarlierRuns(db, thirdTime))).toEqual(new Set([first, firstAgain, ofThird]));
  expect(new Set(listEarlierRuns(db, ofThird))).toEqual(new Set([first, firstAgain, thirdTime]));
  expect(listEarlierRuns(db, other)).toEqual([]);
  const steps = readSteps(db, listEarlierRuns(db, ofThird));
  expect(steps("a", "session-reset")).toMatchObject({ state: "intended" });
  expect(steps("b", "wake")).toBeUndefined();
  db.close();
});

test("runs that took up the same run know each other after it was deleted", () => {
  const { db, start } = setUp();
  const first = start();
  const second = start(first);
  db.sqlite.prepare("DELETE FROM runs WHERE id = ?").run(first);
  expect(listEarlierRuns(db, start(first))).toContain(second);
  db.close();
});

test("a step that one run intended and a later one completed is done", () => {
  const { db, start } = setUp();
  const first = start();
  recordStepIntent(db, { runId: first, agentId: "a", step: "token" });
  recordStepIntent(db, { runId: first, agentId: "b", step: "token" });
  const second = start(first);
  recordStepDone(db, { runIds: [second, ...listEarlierRuns(db, second)], agentId: "a", step: "token" });
  const steps = readSteps(db, listEarlierRuns(db, start(first)));
  expect(steps("a", "token")?.state).toBe("done");
  expect(steps("b", "token")?.state).toBe("intended");
  db.close();
});
