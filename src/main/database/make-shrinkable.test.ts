import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeShrinkable } from "./make-shrinkable.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { createRun, finishRun, recordAgentOutcomes } from "./runs.ts";
import { isShrinkable, settleLog, shrinkFile } from "./shrink-file.ts";
import { makeDatabaseAsOf } from "./test-database-as-of.ts";

let dataDir: string;
let db: Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-shrink-"));
});
afterEach(() => {
  db.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const sizeBytes = () => statSync(join(dataDir, "flight-deck.db")).size;
const rowsInOrder = () => db.sqlite.prepare("SELECT run_id FROM run_agents ORDER BY rowid DESC").pluck().all();

/** Runs of an agent, the first ones deleted again. */
function fillAndDelete(): void {
  const facts = {
    gatewayId: "north",
    gatewayName: "North",
    kind: "template-sync",
    options: {},
    startedBy: "t",
  } as const;
  const files = { filesWritten: [], filesUnchanged: [], filesPreserved: ["x".repeat(100_000)], filesUncertain: [] };
  const agent = {
    agentId: "a",
    agentName: "A",
    boardId: null,
    isMain: false,
    outcome: "unchanged" as const,
    reason: null,
  };
  const ids = Array.from({ length: 100 }, () => {
    const { id } = createRun(db, facts);
    recordAgentOutcomes(db, id, [{ ...agent, ...files }]);
    finishRun(db, id, { status: "succeeded", report: null });
    return id;
  });
  for (const id of ids.slice(0, 90)) db.sqlite.prepare("DELETE FROM runs WHERE id = ?").run(id);
  db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
}

function shrink(): number {
  let steps = 0;
  while (shrinkFile(db)) steps += 1;
  settleLog(db);
  return steps;
}

it("a new database gives space back in steps, down to a spare", () => {
  db = openDatabase({ dataDir });
  fillAndDelete();
  const before = sizeBytes();
  expect(shrink()).toBeGreaterThan(2);
  expect(sizeBytes()).toBeLessThan(before / 2);
  expect(shrink()).toBe(0);
});

it("one of an earlier version does so once it was rewritten, and the order of its rows stays", () => {
  makeDatabaseAsOf(dataDir, "0023_pull-doubts").close();
  db = openDatabase({ dataDir });
  fillAndDelete();
  const rows = rowsInOrder();
  const before = sizeBytes();
  expect([isShrinkable(db), shrink()]).toEqual([false, 0]);
  makeShrinkable(db);
  settleLog(db);
  expect(isShrinkable(db)).toBe(true);
  expect(sizeBytes()).toBeLessThan(before / 2);
  expect(rowsInOrder()).toEqual(rows);
  fillAndDelete();
  expect(shrink()).toBeGreaterThan(2);
});

it("is not rewritten during a run", () => {
  makeDatabaseAsOf(dataDir, "0023_pull-doubts").close();
  db = openDatabase({ dataDir });
  createRun(db, { gatewayId: "n", gatewayName: "N", kind: "template-sync", options: {}, startedBy: "t" });
  makeShrinkable(db);
  expect(isShrinkable(db)).toBe(false);
});

it("is left as it is while another process uses it", () => {
  makeDatabaseAsOf(dataDir, "0023_pull-doubts").close();
  db = openDatabase({ dataDir });
  const other = openDatabase({ dataDir });
  other.sqlite.exec("BEGIN IMMEDIATE");
  db.sqlite.pragma("busy_timeout = 0");
  makeShrinkable(db);
  expect(isShrinkable(db)).toBe(false);
  other.sqlite.exec("COMMIT");
  other.close();
  makeShrinkable(db);
  expect(isShrinkable(db)).toBe(true);
});
