import { hash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type FileWriteIntent,
  recordFileWriteIntents,
  recordFileWriteResults,
} from "../src/main/database/file-writes.ts";
import { importFleet } from "../src/main/database/import-fleet.ts";
import { type Database, openDatabase } from "../src/main/database/open-database.ts";
import { isPruningDue, pruneHistory } from "../src/main/database/prune-history.ts";
import { createRun, finishRun, recordAgentOutcomes } from "../src/main/database/runs.ts";
import { createVault } from "../src/main/vault/vault.ts";
import { defaultHistoryDays, defaultHistoryRuns, defaultVersionsKept } from "../src/shared/retention.ts";
import type { AgentOutcome, SyncReport } from "../src/shared/sync.ts";
import { benchFleet } from "./bench/bench-fleet.ts";

/*
 * `node scripts/bench-history.ts [AGENTS] [DAYS] [KEEP_DAYS] [KEEP_RUNS]`: the records of a fleet that is synced hourly for a year,
 * without a gateway. Each run replaces an edit of one agent in a hundred. Prints what a run takes in the database, the size of the
 * file by month, and the longest step of pruning. A year of 1000 agents takes about 20 minutes and 1 GB of disk.
 */
const agentCount = Number(process.argv[2] ?? 1000);
const days = Number(process.argv[3] ?? 365);
const keepDays = Number(process.argv[4] ?? defaultHistoryDays);
const keepRuns = Number(process.argv[5] ?? defaultHistoryRuns);
const hourMs = 60 * 60_000;
const vault = createVault(Buffer.alloc(32, 1));
const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-bench-"));
const database = openDatabase({ dataDir });
const { file, gatewayId } = benchFleet({
  agents: agentCount,
  url: "ws://127.0.0.1:1",
  token: "token",
  workspaceRoot: "/w",
});
importFleet(database, vault, file);
const before = usedBytes(database);
const outcomes = outcomesOf(database);
const fileSizes: number[] = [];
const stepsMs: number[] = [];
const firstMs = Date.parse("2026-01-01T00:00:00Z");
const setStart = database.sqlite.prepare("UPDATE runs SET started_at = ? WHERE id = ?");
let perRunBytes = 0;
for (let hour = 0; hour < days * 24; hour += 1) {
  const nowMs = firstMs + hour * hourMs;
  saveRun(nowMs, hour);
  // SQLite's statements are only freed between turns of the event loop.
  await nextTurn();
  if (hour === 23) perRunBytes = (usedBytes(database) - before) / 24;
  if (hour % 24 !== 23 || !isPruningDue(database, nowMs)) continue;
  let startedAt = process.cpuUsage();
  for (const _ of pruneHistory(
    database,
    { keepDays, keepRuns, versionDays: keepDays, keepVersions: defaultVersionsKept },
    nowMs,
  )) {
    const { user, system } = process.cpuUsage(startedAt);
    stepsMs.push((user + system) / 1000);
    startedAt = process.cpuUsage();
  }
  if (hour % (30 * 24) === 30 * 24 - 1) fileSizes.push(statSync(join(dataDir, "flight-deck.db")).size);
}
const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
console.log(`${agentCount} agents, hourly for ${days} days, kept for ${keepDays} days and ${keepRuns} runs`);
console.log(
  `a run: ${(perRunBytes / 1e6).toFixed(2)} MB; ${keepDays} days of them: ${mb(perRunBytes * 24 * keepDays)}`,
);
console.log(`the file by month: ${fileSizes.map(mb).join(", ")}`);
const sorted = stepsMs.toSorted((one, other) => one - other);
const [median = 0, longest = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
console.log(
  `pruning: ${sorted.length} steps, median ${median.toFixed(0)} ms of the processor, longest ${longest.toFixed(0)} ms`,
);
database.close();
rmSync(dataDir, { recursive: true });

function saveRun(nowMs: number, hour: number): void {
  const start = {
    gatewayId,
    gatewayName: "North",
    kind: "template-sync",
    options: {},
    startedBy: "bench",
  } as const;
  const { id } = createRun(database, start);
  setStart.run(new Date(nowMs).toISOString(), id);
  recordAgentOutcomes(database, id, outcomes);
  const edits = outcomes.filter((_, index) => index % 100 === hour % 100).map(({ agentId }) => editOf(agentId));
  database.sqlite.transaction(() => recordFileWriteIntents(database, vault, id, edits))();
  recordFileWriteResults(
    database,
    id,
    edits.map(({ agentId, fileName }) => ({ agentId, fileName, state: "written" })),
  );
  finishRun(database, id, { status: "succeeded", report: reportOf(id) });
}

/** A file of 4 KB that someone edited, each time another way. */
function editOf(agentId: string): FileWriteIntent {
  const maskedText = randomBytes(2000).toString("hex");
  const replaces = { source: "found", maskedText, diff: `+${maskedText.slice(0, 500)}` } as const;
  return {
    agentId,
    fileName: "SOUL.md",
    theirsMaskedSha256: hash("sha256", maskedText),
    oursMaskedSha256: hash("sha256", "ours"),
    replaces,
    writes: null,
  };
}

function outcomesOf({ sqlite }: Database): AgentOutcome[] {
  const rows = sqlite.prepare<[], { id: string; name: string; boardId: string | null }>(
    "SELECT id, name, board_id AS boardId FROM agents",
  );
  const filesUnchanged = ["AGENTS.md", "SOUL.md", "IDENTITY.md", "TOOLS.md", "HEARTBEAT.md"];
  return rows.all().map(({ id, name, boardId }) => ({
    ...{ agentId: id, agentName: name, boardId, isMain: boardId === null, outcome: "unchanged", reason: null },
    ...{ filesWritten: [], filesUnchanged, filesPreserved: ["USER.md", "MEMORY.md"], filesUncertain: [] },
  }));
}

function reportOf(runId: string): SyncReport {
  return {
    ...{ runId, gatewayId, dialect: null, gatewayVersion: "2026.9.6", includeMain: true },
    ...{ resetSessions: false, agentsInScope: agentCount, agentsUpdated: 0, agentsUnchanged: agentCount },
    ...{ agentsSkipped: 0, agentsFailed: 0, agentsNotAttempted: 0, mainUpdated: false, errors: [], agents: outcomes },
    stats: { durationMs: 1, rpcCalls: 1, configWrites: 0, fileWrites: 0, retries: 0 },
  };
}

function usedBytes({ sqlite }: Database): number {
  const figure = (pragma: string) => Number(sqlite.pragma(pragma, { simple: true }));
  return (figure("page_count") - figure("freelist_count")) * figure("page_size");
}
