import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type BetterSqlite3 from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AgentOutcome, RunError, SyncReport } from "../../shared/sync.ts";
import { openDatabase } from "./open-database.ts";
import { readRun } from "./read-runs.ts";
import { makeDatabaseAsOf } from "./test-database-as-of.ts";

let dataDir: string;
let old: BetterSqlite3.Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-reports-"));
  old = makeDatabaseAsOf(dataDir, "0023_pull-doubts");
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const agent = (agentId: string, values: Partial<AgentOutcome> = {}): AgentOutcome => ({
  agentId,
  agentName: `Agent "${agentId}" of Zoë`,
  boardId: "board",
  isMain: false,
  outcome: "updated",
  reason: null,
  filesWritten: ["SOUL.md", "AGENTS.md"],
  filesUnchanged: [],
  filesPreserved: [],
  filesUncertain: [],
  ...values,
});
const error = (message: string): RunError => ({
  severity: "error",
  code: "file-conflict",
  message,
  hint: "Do this.",
  agentId: "a",
  agentName: "A",
  boardId: null,
});

function reportOf(agents: object[], errors: object[]): object {
  return {
    ...{ runId: "run", gatewayId: "north", dialect: null, gatewayVersion: "2026.9.6", includeMain: true },
    ...{ resetSessions: false, agentsInScope: agents.length, agentsUpdated: 1, agentsUnchanged: 0, agentsSkipped: 0 },
    ...{ agentsFailed: 0, agentsNotAttempted: 0, mainUpdated: false, errors, notes: ["a note"], agents },
    stats: { durationMs: 5, rpcCalls: 7, configWrites: 0, fileWrites: 2, retries: 0 },
  };
}

/** A run as an earlier version stored it: a report with everything, and the same in rows. */
function saveOldRun(id: string, report: object | null, rows: { agents: AgentOutcome[]; errors: RunError[] }): void {
  old
    .prepare(`INSERT INTO runs (id, gateway_id, gateway_name, kind, options, started_by, status, started_at, process_id, report)
      VALUES (?, 'north', 'North', 'template-sync', '{}', 'test', 'succeeded', '2026-01-01T00:00:00.000000Z', 1, ?)`)
    .run(id, report && JSON.stringify(report));
  const addAgent = old.prepare(`INSERT INTO run_agents VALUES (:id, :position, :agentId, :agentName, :boardId, :isMain,
    :outcome, :reason, :written, :unchanged, :preserved, :uncertain)`);
  for (const [position, row] of rows.agents.entries()) {
    addAgent.run({
      ...row,
      ...{ id, position, isMain: Number(row.isMain), written: JSON.stringify(row.filesWritten) },
      ...{ unchanged: JSON.stringify(row.filesUnchanged), preserved: JSON.stringify(row.filesPreserved) },
      uncertain: JSON.stringify(row.filesUncertain),
    });
  }
  const addError = old.prepare(`INSERT INTO run_errors VALUES (:id, :seq, :severity, :code, :message, :hint, :agentId,
    :agentName, :boardId)`);
  for (const [seq, row] of rows.errors.entries()) addError.run({ id, seq, ...row });
}

/** The reports after the update, as text, with the size of what is stored of them. */
function updated(ids: string[]): { report: SyncReport | null; stored: string }[] {
  old.close();
  const db = openDatabase({ dataDir });
  try {
    return ids.map((id) => ({
      report: readRun(db, id).run.report,
      stored: String(db.sqlite.prepare("SELECT report FROM runs WHERE id = ?").pluck().get(id)),
    }));
  } finally {
    db.close();
  }
}

it("stores agents and errors once, and every report stays as it was, letter by letter", () => {
  const agents = [
    agent("b"),
    agent("a", { outcome: "failed", reason: "error", filesUncertain: ["USER.md"] }),
    agent("main", { isMain: true, boardId: null, outcome: "unchanged" }),
  ];
  const errors = [error('It said "no".\n'), error("Then €.")];
  const report = reportOf(agents, errors);
  saveOldRun("full", report, { agents, errors });
  saveOldRun("empty", reportOf([], []), { agents: [], errors: [] });
  saveOldRun("none", null, { agents: [], errors: [] });
  const [full, empty, none] = updated(["full", "empty", "none"]);
  expect(JSON.stringify(full?.report)).toBe(JSON.stringify(report));
  expect(full?.stored).not.toContain("SOUL.md");
  expect(JSON.stringify(empty?.report)).toBe(JSON.stringify(reportOf([], [])));
  expect(none?.report).toBeNull();
});

it.each<[string, AgentOutcome[], RunError[], object[], object[]]>([
  ["another order", [agent("a"), agent("b")], [], [agent("b"), agent("a")], []],
  ["another agent", [agent("a")], [], [agent("b")], []],
  ["a missing agent", [agent("a")], [], [agent("a"), agent("b")], []],
  ["another reason", [agent("a", { reason: "paused" })], [], [agent("a", { reason: "no-token" })], []],
  ["other files", [agent("a", { filesPreserved: ["A.md"] })], [], [agent("a")], []],
  ["an unknown fact", [agent("a")], [], [{ ...agent("a"), isLead: true }], []],
  ["no list of uncertain files", [agent("a")], [], [{ ...agent("a"), filesUncertain: undefined }], []],
  ["another error", [], [error("a")], [], [error("b")]],
  ["a missing error", [], [error("a")], [], []],
  ["an unknown fact of an error", [], [error("a")], [], [{ ...error("a"), cause: "x" }]],
])("leaves a report whole whose rows have %s", (_what, agents, errors, toldAgents, toldErrors) => {
  const report = reportOf(toldAgents, toldErrors);
  saveOldRun("odd", report, { agents, errors });
  const [odd] = updated(["odd"]);
  expect(JSON.stringify(odd?.report)).toBe(JSON.stringify(report));
});
