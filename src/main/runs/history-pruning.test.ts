import { afterEach, beforeEach, expect, it } from "vitest";
import { type Database, openDatabase } from "../database/open-database.ts";
import { pruneAtNextLook } from "../database/prune-history.ts";
import { listRuns } from "../database/read-runs.ts";
import { createRun, finishRun } from "../database/runs.ts";
import { HistoryPruning, type HistoryPruningOptions } from "./history-pruning.ts";

let db: Database;
let told: number[];
let faults: unknown[];
beforeEach(() => {
  db = openDatabase({ inMemory: true });
  pruneAtNextLook(db);
  [told, faults] = [[], []];
});
afterEach(() => db.close());

const dayMs = 24 * 60 * 60_000;
const nowMs = Date.parse("2026-06-01T00:00:00Z");

/** Runs on one gateway, a day apart, until now. */
function saveRuns(count: number): void {
  for (let age = count - 1; age >= 0; age -= 1) {
    const facts = {
      gatewayId: "north",
      gatewayName: "North",
      kind: "template-sync",
      options: {},
      startedBy: "t",
    } as const;
    const { id } = createRun(db, facts);
    finishRun(db, id, { status: "succeeded", report: null });
    const startedAt = new Date(nowMs - age * dayMs).toISOString();
    db.sqlite.prepare("UPDATE runs SET started_at = ? WHERE id = ?").run(startedAt, id);
  }
}

const open = (options: Partial<HistoryPruningOptions> = {}) =>
  new HistoryPruning({
    database: db,
    retention: () => ({ keepDays: 5, keepRuns: 2, versionDays: 5, keepVersions: 1 }),
    isBusy: () => false,
    onPruned: (runs) => told.push(runs),
    onFault: (error) => faults.push(error),
    nowMs: () => nowMs,
    pause: () => Promise.resolve(),
    ...options,
  });
const kept = () => listRuns(db, { limit: 100 }).length;

it("prunes once a day, with pauses, and tells how many runs that were", async () => {
  saveRuns(12);
  let pauses = 0;
  let atMs = nowMs;
  const pruning = open({
    nowMs: () => atMs,
    pause: async () => {
      pauses += 1;
    },
  });
  await pruning.look();
  expect([kept(), told]).toEqual([6, [6]]);
  expect(pauses).toBeGreaterThan(6);
  saveRuns(9);
  await pruning.look();
  expect(kept()).toBe(15);
  atMs += dayMs;
  await pruning.look();
  expect(kept()).toBeLessThan(15);
  expect(faults).toEqual([]);
});

it("waits while a run is in progress, and stops when one begins", async () => {
  saveRuns(12);
  let isBusy = true;
  const pruning = open({
    isBusy: () => isBusy,
    pause: async () => {
      if (kept() === 9) isBusy = true;
    },
  });
  await pruning.look();
  expect(kept()).toBe(12);
  isBusy = false;
  await pruning.look();
  expect([kept(), told]).toEqual([9, [3]]);
  const other = open();
  await other.look();
  expect(kept()).toBe(6);
});

it("ends between two steps when the host closes", async () => {
  saveRuns(12);
  const paused = Promise.withResolvers<void>();
  const pruning = open({ pause: () => paused.promise });
  const looking = pruning.look();
  const stopping = pruning.stop();
  paused.resolve();
  await stopping;
  const left = kept();
  await looking;
  expect([kept(), left]).toEqual([12, 12]);
});

it("tells of a fault, and prunes at the next look", async () => {
  saveRuns(12);
  let isBroken = true;
  const pruning = open({
    retention: () => {
      if (isBroken) throw new Error("unreadable");
      return { keepDays: 5, keepRuns: 2, versionDays: 5, keepVersions: 1 };
    },
  });
  await pruning.look();
  expect([faults, kept()]).toEqual([[new Error("unreadable")], 12]);
  isBroken = false;
  await pruning.look();
  expect(kept()).toBe(6);
});
