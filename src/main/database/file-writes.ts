import type { Vault } from "../vault/vault.ts";
import { and, asc, eq } from "./drizzle.ts";
import { recordFileVersion } from "./file-versions.ts";
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
  /** What it replaces, if we did not write that: the text without any token, and the diff to ours if it is shown. */
  replaces: { source: VersionSource; maskedText: string; diff: string | null } | null;
};

/** Records writes that are about to be sent, with the contents and diffs of what they replace; within a transaction. */
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
    VALUES (:runId, :agentId, :fileName, :theirsMaskedSha256, :oursMaskedSha256, :replacedVersionId, :state)
    ON CONFLICT (run_id, agent_id, file_name) DO UPDATE SET
      theirs_masked_sha256 = excluded.theirs_masked_sha256,
      ours_masked_sha256 = excluded.ours_masked_sha256,
      replaced_version_id = excluded.replaced_version_id,
      state = excluded.state
  `,
  );
  for (const { replaces, ...intent } of intents) {
    const replacedVersionId = replaces === null ? null : keepVersion(db, vault, runId, { ...intent, replaces });
    save.run({ ...intent, runId, replacedVersionId, state: "intended" });
  }
  const drift = intents.flatMap(({ agentId, fileName, replaces }) =>
    replaces?.diff == null ? [] : [{ agentId, fileName, diff: replaces.diff }],
  );
  if (drift.length > 0) recordRunDrift(db, runId, drift);
}

type Replacing = FileWriteIntent & { replaces: NonNullable<FileWriteIntent["replaces"]> };

function keepVersion(db: Database, vault: Vault, runId: string, intent: Replacing): number {
  const { agentId, fileName, theirsMaskedSha256, replaces } = intent;
  if (theirsMaskedSha256 === null) throw new Error(`${fileName} is to replace a file that is not there`);
  const { source, maskedText } = replaces;
  return recordFileVersion(db, vault, {
    agentId,
    fileName,
    runId,
    source,
    maskedSha256: theirsMaskedSha256,
    maskedText,
  });
}

export type FileWriteResult = { agentId: string; fileName: string; state: Exclude<FileWriteState, "intended"> };

/** Records the results of writes; the diff of content that was not replaced is removed. Call within a transaction. */
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
      takeBack.run({ runId, agentId: result.agentId, fileName: result.fileName });
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
