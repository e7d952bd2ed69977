import { hash } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AgentInRun, AgentOutcome } from "../../shared/sync.ts";
import { createVault } from "../vault/vault.ts";
import { recordFileWriteIntents, recordFileWriteResults } from "./file-writes.ts";
import { markInterruptedRuns } from "./interrupted-runs.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { listRuns, readRun } from "./read-runs.ts";
import { createRun, recordAgentOutcomes } from "./runs.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => db.close());

const vault = createVault(Buffer.alloc(32, 1));
const agentInRun = (agentId: string, isMain = false): AgentInRun => ({
  agentId,
  agentName: `Agent ${agentId}`,
  boardId: isMain ? null : "board",
  isMain,
});
const done = (agentId: string): AgentOutcome => ({
  ...agentInRun(agentId),
  outcome: "updated",
  reason: null,
  filesWritten: ["SOUL.md"],
  filesUnchanged: [],
  filesPreserved: [],
  filesUncertain: [],
});

/** No run holds any gateway. */
const free = () => () => {};

/** A run that no process carries out. */
function startAndDie(agents: AgentInRun[]): string {
  const options = { includeMain: true };
  const run = { gatewayId: "north", gatewayName: "North", kind: "template-sync", options, startedBy: "test" } as const;
  return createRun(db, run, { agents }).id;
}

function intend(runId: string, agentId: string, fileNames: string[]): void {
  const intents = fileNames.map((fileName) => ({
    agentId,
    fileName,
    theirsMaskedSha256: null,
    oursMaskedSha256: hash("sha256", "ours"),
    replaces: null,
    writes: null,
  }));
  recordFileWriteIntents(db, vault, runId, intents);
}

it("gives each agent in scope one outcome, with what the journal knows of its files", () => {
  const runId = startAndDie([
    ...["done", "cut", "half", "early"].map((id) => agentInRun(id)),
    agentInRun("main", true),
  ]);
  recordAgentOutcomes(db, runId, [done("done")]);
  intend(runId, "cut", ["AGENTS.md", "SOUL.md"]);
  intend(runId, "half", ["AGENTS.md", "SOUL.md", "USER.md"]);
  recordFileWriteResults(db, runId, [
    { agentId: "half", fileName: "AGENTS.md", state: "written" },
    { agentId: "half", fileName: "SOUL.md", state: "unknown" },
    { agentId: "half", fileName: "USER.md", state: "not-written" },
  ]);
  expect(markInterruptedRuns(db, free)).toEqual([runId]);
  const { run, agents } = readRun(db, runId);
  const rows = new Map(agents.map((agent) => [agent.agentId, agent]));
  expect(rows.get("done")).toMatchObject({ outcome: "updated", filesWritten: ["SOUL.md"] });
  expect(rows.get("cut")).toMatchObject({
    outcome: "failed",
    filesWritten: [],
    filesUncertain: ["AGENTS.md", "SOUL.md"],
    reason: "app-ended",
  });
  expect(rows.get("half")).toMatchObject({
    outcome: "failed",
    filesWritten: ["AGENTS.md"],
    filesUncertain: ["SOUL.md"],
  });
  for (const id of ["early", "main"]) {
    expect(rows.get(id)).toMatchObject({
      outcome: "not-attempted",
      filesUncertain: [],
      reason: "app-ended",
    });
  }
  expect(run).toMatchObject({
    status: "interrupted",
    report: {
      ...{ agentsInScope: 4, agentsUpdated: 1, agentsFailed: 2, agentsNotAttempted: 1, agentsUnchanged: 0 },
      ...{ agentsSkipped: 0, mainUpdated: false, dialect: null },
      stats: { durationMs: null, rpcCalls: null, configWrites: null, fileWrites: null, retries: null },
    },
  });
  expect(listRuns(db, { limit: 1 })[0]?.agents).toMatchObject({ updated: 1, failed: 2, "not-attempted": 2 });
  expect(db.sqlite.prepare("SELECT COUNT(*) FROM run_scopes").pluck().get()).toBe(0);
});

it("says nothing of a run whose scope was not recorded", () => {
  const runId = startAndDie([]);
  db.sqlite.exec("DELETE FROM run_scopes");
  markInterruptedRuns(db, free);
  expect(readRun(db, runId)).toMatchObject({ run: { status: "interrupted", report: null }, agents: [] });
});
