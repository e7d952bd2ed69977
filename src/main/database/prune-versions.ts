import type { Database } from "./database.ts";

/** Few enough to be judged in some milliseconds. */
const rowsPerStep = 500;

/**
 * Deletes the kept versions of files whose run was deleted, then the contents that no version refers to any more. A version stays
 * while its agent has a record and it may still be needed: the last one of its file, one that the file has now or that the operator
 * chose to keep, and those of a file in conflict. Each step is short.
 */
export function* pruneVersions(db: Database): Generator<undefined, void> {
  for (const table of [outdatedVersions, unusedContents]) {
    const last = db.sqlite.prepare<[], number | null>(`SELECT max(rowid) FROM ${table.name}`).pluck().get() ?? 0;
    const remove = db.sqlite.prepare<{ after: number; upTo: number }>(
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
      remove.run({ after, upTo });
      after = upTo;
      yield;
    }
  }
}

const outdatedVersions = {
  name: "file_versions",
  isOutdated: `
    NOT EXISTS (SELECT 1 FROM runs WHERE runs.id = file_versions.run_id)
    AND NOT (
      EXISTS (SELECT 1 FROM agents WHERE agents.id = file_versions.agent_id)
      AND (
        NOT EXISTS (
          SELECT 1 FROM file_versions AS later
          WHERE later.agent_id = file_versions.agent_id AND later.file_name = file_versions.file_name
            AND later.id > file_versions.id
        )
        OR EXISTS (
          SELECT 1 FROM written_files AS f
          WHERE f.agent_id = file_versions.agent_id AND f.file_name = file_versions.file_name
            AND file_versions.masked_sha256 IN (
              f.masked_sha256, f.written_masked_sha256, f.kept_theirs_masked_sha256, f.kept_ours_masked_sha256
            )
        )
        OR EXISTS (
          SELECT 1 FROM agent_sync_states AS s, json_each(s.differing) AS d
          WHERE s.agent_id = file_versions.agent_id AND d.value ->> 'name' = file_versions.file_name
            AND d.value ->> 'moved' = 'both'
        )
      )
    )`,
};

const unusedContents = {
  name: "contents",
  isOutdated: "NOT EXISTS (SELECT 1 FROM file_versions AS v WHERE v.content_sha256 = contents.sha256)",
};
