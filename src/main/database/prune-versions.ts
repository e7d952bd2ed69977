import type { Database } from "./database.ts";
import { isUnusedContentSql } from "./file-versions.ts";

/** Few enough to be judged in some milliseconds. */
const rowsPerStep = 500;

/** A version stays while it is one of so many latest of its file, and while it is younger than this time. */
export type VersionRetention = { keepVersions: number; recordedSince: string };

/**
 * Deletes the versions of files that are no longer kept, then the contents that no version refers to any more. Each step is short.
 * Whatever the retention is, these stay: what a run found that is kept or pinned; and of agents with a record what they had when they were adopted, the last version of a file,
 * one that the file has now or that the operator chose to keep, and those of a file in conflict. Versions of agents without a
 * record stay while their run does.
 */
export function* pruneVersions(
  db: Database,
  { keepVersions, recordedSince }: VersionRetention,
): Generator<undefined, void> {
  const listPinned = db.sqlite.prepare<[], string>("SELECT id FROM runs WHERE is_pinned").pluck();
  for (const table of [outdatedVersions, unusedContents]) {
    const last = db.sqlite.prepare<[], number | null>(`SELECT max(rowid) FROM ${table.name}`).pluck().get() ?? 0;
    const remove = db.sqlite.prepare<VersionRetention & { after: number; upTo: number; pinned: string }>(
      `DELETE FROM ${table.name} WHERE rowid > :after AND rowid <= :upTo AND ${table.isOutdated}`,
    );
    const next = db.sqlite
      .prepare<[number], number | null>(`
        SELECT max(id) FROM (SELECT rowid AS id FROM ${table.name} WHERE rowid > ? ORDER BY rowid LIMIT ${rowsPerStep})
      `)
      .pluck();
    let after = 0;
    while (after < last) {
      const upTo = next.get(after) ?? last;
      // Perhaps pinned meanwhile, by another process.
      const pinned = JSON.stringify(listPinned.all());
      remove.run({ after, upTo, keepVersions, recordedSince, pinned });
      after = upTo;
      yield;
    }
  }
}

const hasRunSql = "EXISTS (SELECT 1 FROM runs WHERE runs.id = file_versions.run_id)";
/** Its run found it there, and replaced it. */
const isReplacedSql = `EXISTS (
  SELECT 1 FROM file_writes AS w
  WHERE w.run_id = file_versions.run_id AND w.agent_id = file_versions.agent_id AND w.file_name = file_versions.file_name
    AND w.replaced_version_id = file_versions.id
)`;
const maskedSql = "coalesce(file_versions.masked_sha256, (SELECT sha256 FROM contents WHERE contents.id = content_id))";

const laterSql = `
  SELECT 1 FROM file_versions AS later
  WHERE later.agent_id = file_versions.agent_id AND later.file_name = file_versions.file_name
    AND later.id > file_versions.id`;

const outdatedVersions = {
  name: "file_versions",
  isOutdated: `
    CASE WHEN EXISTS (SELECT 1 FROM agents WHERE agents.id = file_versions.agent_id) THEN
      recorded_at < :recordedSince
      AND EXISTS (${laterSql} LIMIT 1 OFFSET :keepVersions - 1)
      AND source <> 'adopted'
      AND NOT (source NOT IN ('written', 'restored') AND ${isReplacedSql})
      AND NOT EXISTS (
        SELECT 1 FROM json_each(:pinned) AS pinned CROSS JOIN file_writes AS w ON w.run_id = pinned.value
          AND w.agent_id = file_versions.agent_id AND w.file_name = file_versions.file_name
        WHERE w.replaced_version_id = file_versions.id
      )
      AND NOT EXISTS (
        SELECT 1 FROM written_files AS f
        WHERE f.agent_id = file_versions.agent_id AND f.file_name = file_versions.file_name
          AND ${maskedSql} IN (
            f.masked_sha256, f.written_masked_sha256, f.kept_theirs_masked_sha256, f.kept_ours_masked_sha256
          )
      )
      AND NOT EXISTS (
        SELECT 1 FROM agent_sync_states AS s, json_each(s.differing) AS d
        WHERE s.agent_id = file_versions.agent_id AND d.value ->> 'name' = file_versions.file_name
          AND d.value ->> 'moved' = 'both'
      )
    ELSE NOT ${hasRunSql} END`,
};

const unusedContents = { name: "contents", isOutdated: isUnusedContentSql };
