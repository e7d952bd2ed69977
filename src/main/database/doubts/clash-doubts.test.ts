import { afterEach, beforeEach, expect, test } from "vitest";
import { board, fleet, gateway, id } from "../fleet/test-fleet-file.ts";
import { importFleet } from "../import-fleet.ts";
import { type Database, openDatabase } from "../open-database.ts";
import { testVault } from "../test-fleet.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => db.close());

function warningsOf(file: unknown): string[] {
  return importFleet(db, testVault, file).warnings.filter((warning) => warning.includes("a sync will refuse it"));
}

const row = (number: number, name: string, sessionKey: string, boardId: string | null = board) => ({
  id: id(number),
  board_id: boardId,
  gateway_id: gateway,
  name,
  openclaw_session_id: sessionKey,
  created_at: `2026-03-01T00:00:${number}Z`,
});

test("an import names the rows that a sync will refuse, and takes them in", () => {
  const agents = [
    ...fleet().agents,
    row(20, "One", "agent:ops_1:main"),
    row(21, "Two", "agent:ops-1:main"),
    row(22, "Three", "agent:OPS_1:main"),
    row(23, "Other main", "", null),
  ];
  expect(warningsOf({ ...fleet(), agents })).toEqual([
    'agents row 4 "Two": has the same workspace as "One"; a sync will refuse it.',
    'agents row 5 "Three": has the same session key as "One"; a sync will refuse it.',
    'agents row 6 "Other main": is a second main agent of its gateway, beside "Main"; a sync will refuse it.',
  ]);
  expect(warningsOf(fleet())).toHaveLength(3);
});

test("a record that was here before is named without a row", () => {
  importFleet(db, testVault, { ...fleet(), agents: [...fleet().agents, row(30, "Here", "agent:ops:main")] });
  const older = { ...row(20, "Older", "agent:ops:main") };
  expect(warningsOf({ agents: [older] })).toEqual([
    'agents "Here": has the same session key as "Older"; a sync will refuse it.',
  ]);
});

test("a fleet without clashes has no warnings", () => {
  expect(warningsOf(fleet())).toEqual([]);
});
