import { nowTimestamp } from "../../shared/records.ts";
import type { Vault } from "../vault/vault.ts";
import { storeContent } from "./contents.ts";
import { and, asc, eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { prepareOnce } from "./prepare-once.ts";
import { fileVersions, type fileWrites, type VersionSource } from "./schema/content-tables.ts";

export type FileVersion = typeof fileVersions.$inferSelect;
type FileWrite = typeof fileWrites.$inferSelect;

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

/** The run of a version that another one found: what we wrote, and kept no version of then, is of no known run. */
export function finderOf(source: VersionSource, runId: string): string {
  return source === "written" ? "" : runId;
}

/** The latest version of a file with this hash whose content can be read; undefined if there is none. */
export function findKeptVersion(
  db: Database,
  { agentId, fileName, maskedSha256 }: Pick<FileVersion, "agentId" | "fileName" | "maskedSha256">,
): number | undefined {
  const select = prepareOnce<Pick<FileVersion, "agentId" | "fileName" | "maskedSha256">, Pick<FileVersion, "id">>(
    db,
    `
    SELECT v.id FROM file_versions AS v JOIN contents AS c ON c.sha256 = v.content_sha256
    WHERE v.agent_id = :agentId AND v.file_name = :fileName AND v.masked_sha256 = :maskedSha256 AND length(c.sealed) > 0
    ORDER BY v.id DESC LIMIT 1
  `,
  );
  return select.get({ agentId, fileName, maskedSha256 })?.id;
}

/** Takes back the version of what a run was about to write. */
export function forgetWrittenVersion(
  db: Database,
  { runId, agentId, fileName }: Pick<FileVersion, "runId" | "agentId" | "fileName">,
): void {
  const remove = prepareOnce<Pick<FileVersion, "runId" | "agentId" | "fileName">>(
    db,
    `
    DELETE FROM file_versions
    WHERE agent_id = :agentId AND file_name = :fileName AND run_id = :runId AND source IN ('written', 'restored')
  `,
  );
  remove.run({ runId, agentId, fileName });
}

/** The kept versions of a file, the oldest first: what runs found in it, and what they wrote, each once per run. */
export function listFileVersions(db: Database, agentId: string, fileName: string): FileVersion[] {
  return db.orm
    .select()
    .from(fileVersions)
    .where(and(eq(fileVersions.agentId, agentId), eq(fileVersions.fileName, fileName)))
    .orderBy(asc(fileVersions.id))
    .all();
}

/** What a file had before a run wrote it; not known if the version is no longer kept. */
export type BeforeRun = { kind: "no-file" | "unknown" } | { kind: "version"; version: FileVersion };

/**
 * Tells what a file had before a run wrote it. Pure.
 * @param write the run's write of the file, from `readFileWrites`; whether it arrived is in its `state`
 * @param versions those of the file, from `listFileVersions`
 */
export function versionBefore(
  write: Pick<FileWrite, "theirsMaskedSha256" | "replacedVersionId">,
  versions: readonly FileVersion[],
): BeforeRun {
  if (write.theirsMaskedSha256 === null) return { kind: "no-file" };
  const version = versions.find(({ id }) => id === write.replacedVersionId);
  return version === undefined ? { kind: "unknown" } : { kind: "version", version };
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
