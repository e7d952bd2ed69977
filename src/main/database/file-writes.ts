import type { Vault } from "../vault/vault.ts";
import { and, asc, eq } from "./drizzle.ts";
import { finderOf, findKeptVersion, forgetWrittenVersion, recordFileVersion } from "./file-versions.ts";
import type { Database } from "./open-database.ts";
import { prepareOnce } from "./prepare-once.ts";
import { recordRunDrift } from "./runs.ts";
import { type FileWriteState, fileWrites, type VersionSource } from "./schema/content-tables.ts";

export type FileWrite = typeof fileWrites.$inferSelect;

/** A write that is about to be sent. */
export type FileWriteIntent = {
  agentId: string;
  fileName: string;
  /** Null where there is no file yet. */
  theirsMaskedSha256: string | null;
  oursMaskedSha256: string;
  /**
   * What it replaces, if no version of the file has that yet: the text without any token, and the diff to ours if it is shown.
   */
  replaces: (IntendedContent & { diff: string | null }) | null;
  /** What it writes; null if no version of it is kept. */
  writes: IntendedContent | null;
};

/** A text without any token. */
export type IntendedContent = { source: VersionSource; maskedText: string };

/**
 * Records writes that are about to be sent, with versions of what they replace and of what they write, and the diffs; within a
 * transaction.
 * @throws Error if a content that is replaced is neither given nor among the versions
 */
export function recordFileWriteIntents(
  db: Database,
  vault: Vault,
  runId: string,
  intents: readonly FileWriteIntent[],
): void {
  const save = prepareOnce<FileWrite>(
    db,
    `
    INSERT INTO file_writes
      (run_id, agent_id, file_name, theirs_masked_sha256, ours_masked_sha256, replaced_version_id, state)
    VALUES (:runId, :agentId, :fileName, unhex(:theirsMaskedSha256), unhex(:oursMaskedSha256), :replacedVersionId, :state)
    ON CONFLICT (run_id, agent_id, file_name) DO UPDATE SET
      theirs_masked_sha256 = excluded.theirs_masked_sha256,
      ours_masked_sha256 = excluded.ours_masked_sha256,
      replaced_version_id = excluded.replaced_version_id,
      state = excluded.state
  `,
  );
  for (const { replaces, writes, ...intent } of intents) {
    const { agentId, fileName, oursMaskedSha256 } = intent;
    const file = { agentId, fileName, runId };
    // Of an earlier attempt of this run: what is written comes after what it replaces.
    forgetWrittenVersion(db, file);
    const replacedVersionId = keepReplaced(db, vault, runId, { ...intent, replaces });
    if (writes !== null) recordFileVersion(db, vault, { ...file, ...writes, maskedSha256: oursMaskedSha256 });
    save.run({ ...intent, runId, replacedVersionId, state: "intended" });
  }
  const drift = intents.flatMap(({ agentId, fileName, replaces }) =>
    replaces?.diff == null ? [] : [{ agentId, fileName, diff: replaces.diff }],
  );
  if (drift.length > 0) recordRunDrift(db, runId, drift);
}

/** @returns the version that has what is replaced; null where there is no file */
function keepReplaced(
  db: Database,
  vault: Vault,
  runId: string,
  { agentId, fileName, theirsMaskedSha256, replaces }: Omit<FileWriteIntent, "writes">,
): number | null {
  if (theirsMaskedSha256 === null && replaces === null) return null;
  if (theirsMaskedSha256 === null) throw new Error(`${fileName} is to replace a file that is not there`);
  const file = { agentId, fileName, maskedSha256: theirsMaskedSha256 };
  if (replaces !== null) {
    const { source, maskedText } = replaces;
    return recordFileVersion(db, vault, { ...file, source, maskedText, runId: finderOf(source, runId) });
  }
  const kept = findKeptVersion(db, file);
  if (kept === undefined) throw new Error(`${fileName} was to be replaced without being kept`);
  return kept;
}

export type FileWriteResult = { agentId: string; fileName: string; state: Exclude<FileWriteState, "intended"> };

/**
 * Records the results of writes; where nothing was written, the diff of what was to be replaced is removed, and the version of what
 * was to be written. Call within a transaction.
 */
export function recordFileWriteResults(db: Database, runId: string, results: readonly FileWriteResult[]): void {
  const save = prepareOnce<FileWriteResult & { runId: string }>(
    db,
    "UPDATE file_writes SET state = :state WHERE run_id = :runId AND agent_id = :agentId AND file_name = :fileName",
  );
  const takeBack = prepareOnce<Omit<FileWriteResult, "state"> & { runId: string }>(
    db,
    "DELETE FROM run_drift WHERE run_id = :runId AND agent_id = :agentId AND file_name = :fileName",
  );
  for (const result of results) {
    save.run({ runId, ...result });
    if (result.state === "not-written") {
      const file = { runId, agentId: result.agentId, fileName: result.fileName };
      takeBack.run(file);
      forgetWrittenVersion(db, file);
    }
  }
}

/** A run that ends by itself has recorded every write it sent: the remaining intents were never sent. */
export function endUnsentWrites(db: Database, runId: string): void {
  db.sqlite.transaction(() => {
    const unsent = db.orm
      .select({ agentId: fileWrites.agentId, fileName: fileWrites.fileName })
      .from(fileWrites)
      .where(and(eq(fileWrites.runId, runId), eq(fileWrites.state, "intended")))
      .all();
    recordFileWriteResults(
      db,
      runId,
      unsent.map((file) => ({ ...file, state: "not-written" })),
    );
  })();
}

/** The recorded writes of a run, by agent. */
export function readFileWrites(db: Database, runId: string): Map<string, FileWrite[]> {
  const rows = db.orm
    .select()
    .from(fileWrites)
    .where(eq(fileWrites.runId, runId))
    .orderBy(asc(fileWrites.agentId), asc(fileWrites.fileName))
    .all();
  return Map.groupBy(rows, ({ agentId }) => agentId);
}
