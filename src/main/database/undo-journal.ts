import type { Database } from "./open-database.ts";
import { readRun } from "./read-runs.ts";
import type { FileWriteState, VersionSource } from "./schema/content-tables.ts";
import type { RunStep } from "./schema/history-tables.ts";

/** A version of a file, and where its text is kept. */
export type VersionToRestore = {
  id: number;
  maskedSha256: string;
  contentSha256: string;
  source: VersionSource;
};

/** A write of a run, with the version of what it replaced; null if there was none, or it is no longer kept. */
export type JournaledWrite = {
  agentId: string;
  fileName: string;
  theirsMaskedSha256: string | null;
  oursMaskedSha256: string;
  state: FileWriteState;
  replaced: VersionToRestore | null;
};

type Row = Omit<JournaledWrite, "replaced"> & { [Name in keyof VersionToRestore]: VersionToRestore[Name] | null };

const versionColumns = "v.id, coalesce(v.masked_sha256, c.sha256) AS maskedSha256, c.sha256 AS contentSha256, v.source";

/** What a run wrote into files, and the version that each had before. */
export function readUndoJournal(db: Database, runId: string): JournaledWrite[] {
  const rows = db.sqlite
    .prepare<[string], Row>(`
      SELECT w.agent_id AS agentId, w.file_name AS fileName, nullif(lower(hex(w.theirs_masked_sha256)), '') AS theirsMaskedSha256,
        lower(hex(w.ours_masked_sha256)) AS oursMaskedSha256, w.state, ${versionColumns}
      FROM file_writes AS w LEFT JOIN file_versions AS v ON v.id = w.replaced_version_id
        LEFT JOIN contents AS c ON c.id = v.content_id
      WHERE w.run_id = ? ORDER BY w.agent_id, w.file_name
    `)
    .all(runId);
  return rows.map(({ id, maskedSha256, contentSha256, source, ...write }) => ({
    ...write,
    replaced:
      id === null || maskedSha256 === null || contentSha256 === null || source === null
        ? null
        : { id, maskedSha256, contentSha256, source },
  }));
}

/** A version of this file of this agent; undefined if it is no longer kept. */
export function findVersionToRestore(
  db: Database,
  file: { agentId: string; fileName: string; versionId: number },
): VersionToRestore | undefined {
  return db.sqlite
    .prepare<typeof file, VersionToRestore>(`
      SELECT ${versionColumns} FROM file_versions AS v JOIN contents AS c ON c.id = v.content_id
      WHERE v.id = :versionId AND v.agent_id = :agentId AND v.file_name = :fileName
    `)
    .get(file);
}

/** What a run did besides writing files; `configWrites` is null if it is not known. */
export type UndoneRun = { id: string; steps: Partial<Record<RunStep, number>>; configWrites: number | null };

/** @throws FlightDeckError not-found */
export function readUndoneRun(db: Database, runId: string): UndoneRun {
  const { run } = readRun(db, runId);
  const counts = db.sqlite
    .prepare<[string], { step: RunStep; agents: number }>(
      "SELECT step, count(*) AS agents FROM run_steps WHERE run_id = ? GROUP BY step",
    )
    .all(runId);
  const steps = Object.fromEntries(counts.map(({ step, agents }) => [step, agents]));
  return { id: runId, steps, configWrites: run.report?.stats.configWrites ?? null };
}
