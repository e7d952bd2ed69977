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

function doubtsIn(file: object): string[] {
  return importFleet(db, testVault, file).warnings.filter((warning) => !warning.includes("is not read"));
}

function warningsFor(columns: object): string[] {
  const row = { id: id(40), board_id: board, gateway_id: gateway, name: "Odd", ...columns };
  return doubtsIn({ ...fleet(), agents: [row] });
}

function warningsForRoot(workspaceRoot: string): string[] {
  const [row] = fleet().gateways;
  return doubtsIn({ ...fleet(), gateways: [{ ...row, workspace_root: workspaceRoot }] });
}

test.each([
  [
    { every: "soon" },
    'heartbeat.every that gateways refuse: it is "soon", not a duration such as "30s", "10m" or "1h".',
  ],
  [{ every: 30 }, 'heartbeat.every that gateways refuse: it is 30, not a duration such as "30s", "10m" or "1h".'],
  [
    { activeHours: "8..20" },
    'heartbeat.activeHours that gateways refuse: it is "8..20", not an object such as {"start": "08:00", "end": "20:00"}.',
  ],
  [
    { activeHours: { start: "24:00" } },
    'heartbeat.activeHours.start that gateways refuse: it is "24:00", not a time such as "08:30".',
  ],
  [{ target: "" }, 'heartbeat.target that gateways refuse: it is "", not "last", "none" or the id of a channel.'],
])("a heartbeat that gateways refuse is told at import: %j", (heartbeat, text) => {
  expect(warningsFor({ heartbeat_config: heartbeat })).toEqual([`agents row 1 "Odd": has a ${text}`]);
});

test("heartbeat keys that no gateway knows are named together", () => {
  const heartbeat = { every: "10m", interval_seconds: 600, missing_tolerance: 3, activeHours: { days: "Mon" } };
  expect(warningsFor({ heartbeat_config: heartbeat })).toEqual([
    'agents row 1 "Odd": has heartbeat settings that no gateway knows and a sync leaves out: interval_seconds, missing_tolerance, activeHours.days.',
  ]);
  const known = { every: "10m", includeReasoning: true, lightContext: true, directPolicy: "allow", prompt: null };
  expect(warningsFor({ heartbeat_config: known })).toEqual([]);
});

test.each([
  [`agent:${"x".repeat(65)}:main`, "it gives the agent an id of 65 characters on the gateway, which takes 64"],
  ["agent:ops team:main", "it gives the agent an id with other characters than letters, digits, - and _"],
  [`agent:ops:${"x".repeat(600)}`, "it has 610 characters, and gateways take 512"],
])("a session key that gateways refuse is told at import: %.40s", (sessionKey, why) => {
  const [warning, ...others] = warningsFor({ openclaw_session_id: sessionKey });
  expect(warning).toContain(`agents row 1 "Odd": has a session key that gateways refuse: ${why}`);
  expect(others).toEqual([]);
});

test.each([
  ["/srv/a\u0007b", "has a workspace root that cannot be used: its path has a control character in it."],
  [`/srv/${"ä".repeat(128)}`, "has a workspace root that cannot be used: its path is longer than a file system takes."],
  [
    "openclaw",
    "has a workspace root that is not absolute: the gateway looks for it in the folder that it was started in.",
  ],
])("a workspace root that gives no workspace is told once, not for each agent: %.20s", (root, text) => {
  expect(warningsForRoot(root)).toEqual([`gateways row 1 "North": ${text}`]);
});

test.each(["/srv/openclaw", "~/.openclaw", "~", "C:\\openclaw", "d:/agents", "\\\\host\\share", "$" + "{HOME}/agents"])(
  "a usable workspace root has no warning: %s",
  (root) => {
    expect(warningsForRoot(root)).toEqual([]);
  },
);
