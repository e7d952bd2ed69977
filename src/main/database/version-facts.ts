import type { FileVersionRow } from "../../shared/file-history.ts";
import type { Database } from "./open-database.ts";
import type { FileWriteState, VersionSource } from "./schema/content-tables.ts";

type Row = {
  id: number;
  recordedAt: string;
  source: VersionSource;
  runId: string | null;
  sizeBytes: number;
  isLost: number;
  isMasked: number;
  isPresent: number;
  state: FileWriteState | null;
};

/** What is known of each version of a file, the latest first. */
export function listVersionFacts(db: Database, agentId: string, fileName: string): FileVersionRow[] {
  const rows = db.sqlite
    .prepare<{ agentId: string; fileName: string }, Row>(`
      SELECT v.id, v.recorded_at AS recordedAt, v.source, runs.id AS runId, c.size_bytes AS sizeBytes,
        length(c.sealed) = 0 AS isLost, v.masked_sha256 IS NOT NULL AS isMasked, w.state,
        coalesce(v.masked_sha256, c.sha256) = f.masked_sha256 AS isPresent
      FROM file_versions AS v JOIN contents AS c ON c.id = v.content_id
        LEFT JOIN runs ON runs.id = v.run_id
        LEFT JOIN file_writes AS w ON w.run_id = v.run_id AND w.agent_id = v.agent_id AND w.file_name = v.file_name
          AND v.source IN ('written', 'restored')
        LEFT JOIN written_files AS f ON f.agent_id = v.agent_id AND f.file_name = v.file_name
      WHERE v.agent_id = :agentId AND v.file_name = :fileName
      ORDER BY v.id DESC
    `)
    .all({ agentId, fileName });
  // The same content may have come back: only the latest of them is what is there.
  const presentId = rows.find(({ isPresent }) => isPresent === 1)?.id;
  return rows.map(({ state, isLost, isMasked, isPresent: _, ...row }) => ({
    ...row,
    isLost: isLost === 1,
    isMasked: isMasked === 1,
    isUncertain: state === "unknown" || state === "intended",
    isPresent: row.id === presentId,
  }));
}
