import { nowTimestamp } from "../../shared/records.ts";
import { and, eq } from "./drizzle.ts";
import { inJsonList } from "./in-json-list.ts";
import type { Database } from "./open-database.ts";
import { writtenFiles } from "./schema/local.ts";

/** A file as this app last wrote or read it on the gateway. */
export type WrittenFile = typeof writtenFiles.$inferSelect;

/** What a read or a write tells of a file; what the operator chose about it is kept beside it. */
export type FileRecord = Omit<WrittenFile, "recordedAt" | "keptTheirsMaskedSha256" | "keptOursMaskedSha256">;

/** What is remembered of these agents' files, in one query. */
export function listWrittenFiles(db: Database, agentIds: readonly string[]): WrittenFile[] {
  return db.orm.select().from(writtenFiles).where(inJsonList(writtenFiles.agentId, agentIds)).all();
}

/**
 * Remembers files in one transaction, in place of what was remembered of them before; a `writtenMaskedSha256` of null
 * leaves the one that is there.
 */
export function saveWrittenFiles(db: Database, files: readonly FileRecord[]): void {
  const save = db.sqlite.prepare<FileRecord & { recordedAt: string }>(`
    INSERT INTO written_files (agent_id, file_name, sha256, masked_sha256, written_masked_sha256, size_bytes,
      updated_at_ms, recorded_at)
    VALUES (:agentId, :fileName, :sha256, :maskedSha256, :writtenMaskedSha256, :sizeBytes, :updatedAtMs, :recordedAt)
    ON CONFLICT (agent_id, file_name) DO UPDATE SET
      sha256 = excluded.sha256,
      masked_sha256 = excluded.masked_sha256,
      written_masked_sha256 = COALESCE(excluded.written_masked_sha256, written_masked_sha256),
      size_bytes = excluded.size_bytes,
      updated_at_ms = excluded.updated_at_ms,
      recorded_at = excluded.recorded_at
  `);
  const recordedAt = nowTimestamp();
  db.sqlite.transaction(() => {
    for (const file of files) save.run({ ...file, recordedAt });
  })();
}

/** Which contents of a file the operator has seen side by side; null ends what was chosen before. */
export type KeptPair = { theirsMaskedSha256: string; oursMaskedSha256: string };

/**
 * Records that the operator keeps what stands on the gateway, for as long as neither it nor our rendering changes.
 *
 * @param kept null to have ours there again.
 */
export function keepTheirs(db: Database, agentId: string, fileName: string, kept: KeptPair | null): void {
  const theirs = kept?.theirsMaskedSha256 ?? null;
  const ours = kept?.oursMaskedSha256 ?? null;
  db.orm
    .update(writtenFiles)
    .set({ keptTheirsMaskedSha256: theirs, keptOursMaskedSha256: ours })
    .where(and(eq(writtenFiles.agentId, agentId), eq(writtenFiles.fileName, fileName)))
    .run();
}
