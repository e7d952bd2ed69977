import { hash } from "node:crypto";
import { afterEach, beforeEach, vi } from "vitest";
import type { RunKind } from "../../shared/run-kinds.ts";
import type { AgentOutcome, Outcome, SyncReport } from "../../shared/sync.ts";
import { readContent } from "./contents.ts";
import { listFileVersions, recordFileVersion } from "./file-versions.ts";
import { recordFileWriteIntents, recordFileWriteResults } from "./file-writes.ts";
import { type Database, openDatabase } from "./open-database.ts";
import type { Retention } from "./outdated-runs.ts";
import { pruneAtNextLook, pruneHistory } from "./prune-history.ts";
import { listRuns } from "./read-runs.ts";
import { createRun, finishRun, recordAgentOutcomes } from "./runs.ts";
import { testVault } from "./test-fleet.ts";

export let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => {
  vi.useRealTimers();
  db.close();
});

export const dayMs = 24 * 60 * 60_000;
export const startMs = Date.parse("2026-01-01T00:00:00Z");
export const atDay = (day: number) => new Date(startMs + day * dayMs).toISOString().replace("Z", "000Z");

export type Told = Partial<AgentOutcome> & { agentId: string; outcome: Outcome };
export type RunFacts = {
  gatewayId?: string;
  kind?: RunKind;
  dryRun?: boolean;
  retryOf?: string;
  status?: "succeeded" | "interrupted" | null;
  dialect?: SyncReport["dialect"];
  agents?: Told[];
};

/** A run that began on this day; it is still running if its status is null. */
export function runOn(day: number, facts: RunFacts = {}): string {
  const { gatewayId = "north", kind = "template-sync", dryRun = false, status = "succeeded", agents = [] } = facts;
  const start = { gatewayId, gatewayName: "North", kind, options: { dryRun }, startedBy: "test" };
  const run = createRun(db, facts.retryOf === undefined ? start : { ...start, retryOf: facts.retryOf });
  recordAgentOutcomes(db, run.id, agents.map(outcomeOf));
  if (status !== null) finishRun(db, run.id, { status, report: reportOf(facts.dialect ?? null) });
  db.sqlite.prepare("UPDATE runs SET started_at = ? WHERE id = ?").run(atDay(day), run.id);
  return run.id;
}

export function outcomeOf(told: Told): AgentOutcome {
  const files = { filesWritten: [], filesUnchanged: ["SOUL.md"], filesPreserved: [], filesUncertain: [] };
  return { agentName: `Agent ${told.agentId}`, boardId: null, isMain: false, reason: null, ...files, ...told };
}

export function reportOf(dialect: SyncReport["dialect"]): SyncReport {
  return {
    ...{ runId: "run", gatewayId: "north", dialect, gatewayVersion: "2026.9.6", includeMain: true },
    ...{ resetSessions: false, agentsInScope: 0, agentsUpdated: 0, agentsUnchanged: 0, agentsSkipped: 0 },
    ...{ agentsFailed: 0, agentsNotAttempted: 0, mainUpdated: false, errors: [], agents: [] },
    stats: { durationMs: 1, rpcCalls: 1, configWrites: 0, fileWrites: 0, retries: 0 },
  };
}

/** Prunes as on this day, because the operator asks, and gives the runs that are left, the oldest first. */
export function leftOn(day: number, retention?: Retention): string[] {
  pruneAtNextLook(db);
  return leftByClockOn(day, retention);
}

/** The same, because it is time. */
export function leftByClockOn(
  day: number,
  retention: Retention = { keepDays: 10, keepRuns: 2, versionDays: 10, keepVersions: 1 },
): string[] {
  for (const _ of pruneHistory(db, retention, startMs + day * dayMs));
  return listRuns(db, { limit: 1000 })
    .map(({ id }) => id)
    .reverse();
}

export const maskedHashOf = (text: string) => hash("sha256", `masked ${text}`);

/** A run replaces a file that someone else wrote. */
export function replace(
  runId = "",
  agentId = "",
  fileName: string,
  { text, diff = null }: { text: string; diff?: string | null },
): void {
  const replaces = { source: "found" as const, maskedText: text, diff };
  const hashes = { theirsMaskedSha256: maskedHashOf(text), oursMaskedSha256: maskedHashOf("ours") };
  db.sqlite.transaction(() =>
    recordFileWriteIntents(db, testVault, runId, [{ agentId, fileName, ...hashes, replaces, writes: null }]),
  )();
  recordFileWriteResults(db, runId, [{ agentId, fileName, state: "written" }]);
  const sinceRun =
    "UPDATE file_versions SET recorded_at = (SELECT started_at FROM runs WHERE id = run_id) WHERE run_id = ?";
  db.sqlite.prepare(sinceRun).run(runId);
}

/** A run writes a file, on this day. */
export function write(day: number, agentId: string, text: string): void {
  const runId = runOn(day);
  const version = { agentId, fileName: "SOUL.md", runId, source: "written" as const, maskedText: text };
  const id = recordFileVersion(db, testVault, { ...version, maskedSha256: maskedHashOf(text) });
  db.sqlite.prepare("UPDATE file_versions SET recorded_at = ? WHERE id = ?").run(atDay(day), id);
}

export function versionsOf(agentId = "", fileName: string): string[] {
  return listFileVersions(db, agentId, fileName).map(
    ({ contentSha256 }) => readContent(db, testVault, contentSha256) ?? "",
  );
}

export function contentsLeft(): unknown {
  return db.sqlite.prepare("SELECT count(*) FROM contents").pluck().get();
}
