import { nowTimestamp } from "../../shared/records.ts";
import type { Vault } from "../vault/vault.ts";
import { storeContent } from "./contents.ts";
import { and, asc, eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { prepareOnce } from "./prepare-once.ts";
import { fileVersions, type VersionSource } from "./schema/content-tables.ts";

export type FileVersion = typeof fileVersions.$inferSelect;

export type NewFileVersion = {
  agentId: string;
  fileName: string;
  runId: string;
  source: VersionSource;
  /** The hash of the content with only the agent's own token masked. */
  maskedSha256: string;
  /** The content without any token. */
  maskedText: string;
};

/**
 * Keeps a file's content, once per run. Call within a transaction.
 * @returns the version's id.
 */
export function recordFileVersion(db: Database, vault: Vault, version: NewFileVersion): number {
  const { maskedText, ...row } = version;
  const contentSha256 = storeContent(db, vault, maskedText);
  const insert = prepareOnce<Omit<FileVersion, "id">, Pick<FileVersion, "id">>(
    db,
    `
    INSERT INTO file_versions (agent_id, file_name, masked_sha256, content_sha256, source, run_id, recorded_at)
    VALUES (:agentId, :fileName, :maskedSha256, :contentSha256, :source, :runId, :recordedAt)
    ON CONFLICT (agent_id, file_name, run_id, masked_sha256) DO UPDATE SET recorded_at = excluded.recorded_at
    RETURNING id
  `,
  );
  const recorded = insert.get({ ...row, contentSha256, recordedAt: nowTimestamp() });
  if (!recorded) throw new Error("a file version was not recorded");
  return recorded.id;
}

/** The kept versions of a file, the oldest first. */
export function listFileVersions(db: Database, agentId: string, fileName: string): FileVersion[] {
  return db.orm
    .select()
    .from(fileVersions)
    .where(and(eq(fileVersions.agentId, agentId), eq(fileVersions.fileName, fileName)))
    .orderBy(asc(fileVersions.id))
    .all();
}

/**
 * Deletes the versions found by runs on this gateway, and those of its agents: runs may have been pruned. Contents that no version
 * refers to any more go with them.
 */
export function deleteVersionsOfGateway(db: Database, gatewayId: string): void {
  db.sqlite.transaction(() => {
    db.sqlite
      .prepare(`
        DELETE FROM file_versions
        WHERE run_id IN (SELECT id FROM runs WHERE gateway_id = :gatewayId)
          OR agent_id IN (SELECT id FROM agents WHERE gateway_id = :gatewayId)
      `)
      .run({ gatewayId });
    db.sqlite.exec("DELETE FROM contents WHERE sha256 NOT IN (SELECT content_sha256 FROM file_versions)");
  })();
}
