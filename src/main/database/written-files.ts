import { nowTimestamp } from "../../shared/records.ts";
import { and, eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { writtenFiles } from "./schema/local-tables.ts";

/** A file as Flight Deck last wrote or read it on the gateway. */
export type WrittenFile = typeof writtenFiles.$inferSelect;

/** What a read or a write shows of a file, without the operator's choice about it. */
export type FileRecord = Omit<WrittenFile, "recordedAt" | "keptTheirsMaskedSha256" | "keptOursMaskedSha256">;

/** What is remembered of these agents' files, in one query; without the mapper, which would take longer than the query. */
export function listWrittenFiles(db: Database, agentIds: readonly string[]): WrittenFile[] {
  const select = db.sqlite.prepare<[string], WrittenFile>(`
    SELECT agent_id AS agentId, file_name AS fileName, sha256, masked_sha256 AS maskedSha256,
      written_masked_sha256 AS writtenMaskedSha256, kept_theirs_masked_sha256 AS keptTheirsMaskedSha256,
      kept_ours_masked_sha256 AS keptOursMaskedSha256, size_bytes AS sizeBytes, updated_at_ms AS updatedAtMs,
      recorded_at AS recordedAt
    FROM written_files WHERE agent_id IN (SELECT value FROM json_each(?))
  `);
  return select.all(JSON.stringify(agentIds));
}

/** Whether Flight Deck wrote any file of the agent, or found one to be correct. */
export function wasEverWritten(db: Database, agentId: string): boolean {
  return listWrittenFiles(db, [agentId]).some(({ writtenMaskedSha256 }) => writtenMaskedSha256 !== null);
}

/**
 * Remembers files in one transaction, in place of what was remembered before; a `writtenMaskedSha256` of null keeps the
 * previous one.
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

/** The two contents of a file that the operator compared; null ends the earlier choice. */
export type KeptPair = { theirsMaskedSha256: string; oursMaskedSha256: string };

/**
 * Records that the operator keeps the gateway version, for as long as neither it nor our rendering changes. A file that was
 * never read or written from here has an empty hash.
 * @param kept null to restore ours.
 */
export function keepTheirs(db: Database, agentId: string, fileName: string, kept: KeptPair | null): void {
  const choice = {
    keptTheirsMaskedSha256: kept?.theirsMaskedSha256 ?? null,
    keptOursMaskedSha256: kept?.oursMaskedSha256 ?? null,
  };
  if (!kept) {
    const ofFile = and(eq(writtenFiles.agentId, agentId), eq(writtenFiles.fileName, fileName));
    db.orm.update(writtenFiles).set(choice).where(ofFile).run();
    return;
  }
  const unread = { sha256: "", maskedSha256: kept.theirsMaskedSha256, recordedAt: nowTimestamp() };
  db.orm
    .insert(writtenFiles)
    .values({ agentId, fileName, ...unread, ...choice })
    .onConflictDoUpdate({ target: [writtenFiles.agentId, writtenFiles.fileName], set: choice })
    .run();
}
