import type { HeartbeatHealth } from "../../../shared/heartbeats.ts";
import type { AgentOutcome, RunError } from "../../../shared/sync.ts";
import { saveAgentHeartbeats } from "../../database/agent-heartbeats.ts";
import { saveAgentSyncStates } from "../../database/agent-sync-states.ts";
import { finderOf, findKeptVersion, findLatestVersion, recordFileVersion } from "../../database/file-versions.ts";
import { type FileWriteResult, recordFileWriteIntents, recordFileWriteResults } from "../../database/file-writes.ts";
import type { GroupCommit } from "../../database/group-commit.ts";
import { requireInPlace } from "../../database/in-place.ts";
import type { Database } from "../../database/open-database.ts";
import { recordAgentOutcomes, recordRunDrift, recordRunErrors } from "../../database/runs.ts";
import { type FileRecord, keepTheirs, saveWrittenFiles } from "../../database/written-files.ts";
import type { Vault } from "../../vault/vault.ts";
import type { AgentSyncFacts } from "../model/agent-sync-facts.ts";
import type { RunJournal } from "./run-context.ts";

/**
 * How long rows are gathered before they are written: a crash loses no more than these, and the next sync finds their agents
 * unchanged.
 */
const gatherMs = 250;
/** As many as are written in a few milliseconds. */
const gatherAgents = 200;

export type JournalOptions = {
  database: Database;
  vault: Vault;
  runId: string;
  /** The fleet's revision before the run read its records. */
  fleetRevisionAtStart: number;
  durable: GroupCommit;
  /** The run renders with templates that are not saved, so the sync states that it finds are of no use. */
  isDraft?: boolean;
};

/**
 * Makes a run durable: outcomes go to the run history and the memory of files, many rows at a time; writes are recorded before
 * they are sent.
 */
export function openJournal(options: JournalOptions): RunJournal {
  const { database, runId, fleetRevisionAtStart, isDraft = false } = options;
  let outcomes: AgentOutcome[] = [];
  let errors: RunError[] = [];
  let writes: FileWriteResult[] = [];
  let drift: { agentId: string; fileName: string; diff: string }[] = [];
  let files: FileRecord[] = [];
  let syncStates: AgentSyncFacts[] = [];
  let heartbeats = new Map<string, HeartbeatHealth>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    requireInPlace(database);
    database.sqlite.transaction(() => {
      if (outcomes.length > 0) recordAgentOutcomes(database, runId, outcomes);
      if (errors.length > 0) recordRunErrors(database, runId, errors);
      if (writes.length > 0) recordFileWriteResults(database, runId, writes);
      if (drift.length > 0) recordRunDrift(database, runId, drift);
      if (files.length > 0) saveWrittenFiles(database, files);
      if (syncStates.length > 0) saveAgentSyncStates(database, syncStates, fleetRevisionAtStart);
      if (heartbeats.size > 0) saveAgentHeartbeats(database, heartbeats);
    })();
    outcomes = [];
    errors = [];
    writes = [];
    drift = [];
    files = [];
    syncStates = [];
    heartbeats = new Map();
  };
  const tryToFlush = () => {
    try {
      flush();
    } catch {
      // The rows are kept: the next flush, or the last one, reports the failure.
    }
  };
  const flushSoon = () => {
    timer ??= setTimeout(tryToFlush, gatherMs).unref();
  };
  return {
    ...keepVersions(options),
    outcome(outcome) {
      outcomes.push(outcome);
      if (outcomes.length >= gatherAgents) tryToFlush();
      else flushSoon();
    },
    error: (error) => errors.push(error),
    keepTheirs(agentId, kept) {
      if (kept.length === 0) return;
      requireInPlace(database);
      database.sqlite.transaction(() => {
        for (const { fileName, pair } of kept) keepTheirs(database, agentId, fileName, pair);
      })();
    },
    wrote(result) {
      writes.push(result);
      flushSoon();
    },
    drift: (agentId, fileName, diff) => drift.push({ agentId, fileName, diff }),
    seen(agentId, seen) {
      for (const file of seen) files.push({ agentId, ...file });
    },
    syncState: (facts) => isDraft || syncStates.push(facts),
    heartbeat: (agentId, health) => heartbeats.set(agentId, health),
    flush,
  };
}

/** The part that keeps what files have, and have had. */
function keepVersions({
  database,
  vault,
  runId,
  durable,
}: JournalOptions): Pick<RunJournal, "isVersion" | "isLatestVersion" | "keep" | "intend"> {
  return {
    isVersion: (agentId, fileName, maskedSha256) =>
      findKeptVersion(database, { agentId, fileName, maskedSha256 }) !== undefined,
    isLatestVersion: (agentId, fileName, maskedSha256) =>
      findLatestVersion(database, { agentId, fileName }) === maskedSha256,
    keep(agentId, contents) {
      if (contents.length === 0) return;
      requireInPlace(database);
      database.sqlite.transaction(() => {
        for (const { source, ...content } of contents) {
          recordFileVersion(database, vault, { agentId, ...content, source, runId: finderOf(source, runId) });
        }
      })();
    },
    async intend(intents) {
      requireInPlace(database);
      const record = () => recordFileWriteIntents(database, vault, runId, intents);
      // A file that was not there can be written again, so it need not be on disk first.
      if (intents.some(({ theirsMaskedSha256 }) => theirsMaskedSha256 !== null)) await durable.commit(record);
      else if (intents.length > 0) database.sqlite.transaction(record)();
    },
  };
}
