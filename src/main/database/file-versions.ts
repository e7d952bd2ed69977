import { nowTimestamp } from "../../shared/records.ts";
import type { Vault } from "../vault/vault.ts";
import { storeContent } from "./contents.ts";
import type { Database } from "./open-database.ts";
import { prepareOnce } from "./prepare-once.ts";
import type { fileVersions, fileWrites, VersionSource } from "./schema/content-tables.ts";

/** A content that a file had on the gateway, or was about to have. */
export type FileVersion = Omit<typeof fileVersions.$inferSelect, "maskedSha256" | "contentId"> & {
  /** The hash of the content with only the agent's own token masked. */
  maskedSha256: string;
  /** That of the kept text: the same if nothing else was masked in it. */
  contentSha256: string;
  /** Of the kept text. */
  sizeBytes: number;
};

type FileWrite = typeof fileWrites.$inferSelect;
type FileOfAgent = Pick<FileVersion, "agentId" | "fileName">;

export type NewFileVersion = FileOfAgent & {
  runId: string;
  source: VersionSource;
  /** The hash of the content with only the agent's own token masked. */
  maskedSha256: string;
  /** The content without any token. */
  maskedText: string;
};

const columnsSql = `v.id, v.agent_id AS agentId, v.file_name AS fileName, v.source, v.run_id AS runId,
  v.recorded_at AS recordedAt, coalesce(v.masked_sha256, c.sha256) AS maskedSha256, c.sha256 AS contentSha256,
  c.size_bytes AS sizeBytes`;
const ofFileSql = `FROM file_versions AS v JOIN contents AS c ON c.id = v.content_id
  WHERE v.agent_id = :agentId AND v.file_name = :fileName`;

/**
 * Keeps a file's content, once per run. Call within a transaction.
 * @returns the version's id.
 */
export function recordFileVersion(db: Database, vault: Vault, version: NewFileVersion): number {
  const { agentId, fileName, runId, source, maskedSha256, maskedText } = version;
  const contentSha256 = storeContent(db, vault, maskedText, findLatestContent(db, { agentId, fileName }));
  const recordedAt = nowTimestamp();
  const known = prepareOnce<FileOfAgent & { runId: string; maskedSha256: string }, Pick<FileVersion, "id">>(
    db,
    `SELECT v.id ${ofFileSql} AND v.run_id = :runId AND coalesce(v.masked_sha256, c.sha256) = :maskedSha256`,
  );
  const sameRun = known.get({ agentId, fileName, runId, maskedSha256 });
  if (sameRun) {
    const renew = prepareOnce<{ id: number; recordedAt: string }>(
      db,
      "UPDATE file_versions SET recorded_at = :recordedAt WHERE id = :id",
    );
    renew.run({ id: sameRun.id, recordedAt });
    return sameRun.id;
  }
  const insert = prepareOnce<Record<string, string | null>>(
    db,
    `
    INSERT INTO file_versions (agent_id, file_name, masked_sha256, content_id, source, run_id, recorded_at)
    SELECT :agentId, :fileName, :maskedSha256, id, :source, :runId, :recordedAt FROM contents WHERE sha256 = :contentSha256
  `,
  );
  const masked = maskedSha256 === contentSha256 ? null : maskedSha256;
  const row = { agentId, fileName, maskedSha256: masked, source, runId, recordedAt, contentSha256 };
  return Number(insert.run(row).lastInsertRowid);
}

/** What the file had last, as far as it is kept: the next content mostly has much in common with it. */
function findLatestContent(db: Database, file: FileOfAgent): string | undefined {
  const select = prepareOnce<FileOfAgent, Pick<FileVersion, "contentSha256">>(
    db,
    `SELECT c.sha256 AS contentSha256 ${ofFileSql} ORDER BY v.id DESC LIMIT 1`,
  );
  return select.get(file)?.contentSha256;
}

/** The run of a version that another one found: what we wrote, and kept no version of then, is of no known run. */
export function finderOf(source: VersionSource, runId: string): string {
  return source === "written" ? "" : runId;
}

/** The latest version of a file with this hash whose content can be read; undefined if there is none. */
export function findKeptVersion(
  db: Database,
  { agentId, fileName, maskedSha256 }: FileOfAgent & Pick<FileVersion, "maskedSha256">,
): number | undefined {
  const select = prepareOnce<FileOfAgent & Pick<FileVersion, "maskedSha256">, Pick<FileVersion, "id">>(
    db,
    `
    SELECT v.id ${ofFileSql} AND coalesce(v.masked_sha256, c.sha256) = :maskedSha256 AND length(c.sealed) > 0
    ORDER BY v.id DESC LIMIT 1
  `,
  );
  return select.get({ agentId, fileName, maskedSha256 })?.id;
}

/** The masked hash of a file's latest version whose content can be read. */
export function findLatestVersion(db: Database, file: FileOfAgent): string | undefined {
  const select = prepareOnce<FileOfAgent, Pick<FileVersion, "maskedSha256">>(
    db,
    `
    SELECT coalesce(v.masked_sha256, c.sha256) AS maskedSha256 ${ofFileSql} AND length(c.sealed) > 0
    ORDER BY v.id DESC LIMIT 1
  `,
  );
  return select.get({ agentId: file.agentId, fileName: file.fileName })?.maskedSha256;
}

/** Takes back the version of what a run was about to write. */
export function forgetWrittenVersion(
  db: Database,
  { runId, agentId, fileName }: FileOfAgent & Pick<FileVersion, "runId">,
): void {
  const remove = prepareOnce<FileOfAgent & Pick<FileVersion, "runId">>(
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
  const select = prepareOnce<FileOfAgent, FileVersion>(db, `SELECT ${columnsSql} ${ofFileSql} ORDER BY v.id`);
  return select.all({ agentId, fileName });
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
    const removeUnused = db.sqlite.prepare(`DELETE FROM contents WHERE ${isUnusedContentSql}`);
    // Those that others were compressed with are unused after these.
    while (removeUnused.run().changes > 0);
  })();
}

/** Contents that neither a version nor another content needs. */
export const isUnusedContentSql = `
  NOT EXISTS (SELECT 1 FROM file_versions AS v WHERE v.content_id = contents.id)
  AND NOT EXISTS (SELECT 1 FROM contents AS other WHERE other.base_id = contents.id)`;
