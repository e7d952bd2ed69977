import { nowTimestamp } from "../../shared/records.ts";
import type { Database } from "./open-database.ts";
import { prepareOnce } from "./prepare-once.ts";
import type { RunStep, runSteps } from "./schema/history-tables.ts";

type StepRow = typeof runSteps.$inferSelect;

/** What a run recorded of a step. */
export type RecordedStep = Pick<StepRow, "state" | "key" | "recordedAt">;

type StepOf = { runId: string; agentId: string; step: RunStep };

/** A step is about to have its effect. Must be on disk before. */
export function recordStepIntent(db: Database, { key = null, ...of }: StepOf & { key?: string | null }): void {
  prepareOnce<StepOf & { key: string | null; now: string }>(
    db,
    `
    INSERT INTO run_steps (run_id, agent_id, step, state, key, recorded_at)
    VALUES (:runId, :agentId, :step, 'intended', :key, :now)
    ON CONFLICT (run_id, agent_id, step) DO UPDATE SET
      state = excluded.state, key = excluded.key, recorded_at = excluded.recorded_at
  `,
  ).run({ ...of, key, now: nowTimestamp() });
}

/** The effect of an intended step is certain, also if one of these runs intended it and a later one completed it. */
export function recordStepDone(
  db: Database,
  { runIds, ...of }: Omit<StepOf, "runId"> & { runIds: readonly string[] },
): void {
  prepareOnce<Omit<StepOf, "runId"> & { runIds: string }>(
    db,
    `
    UPDATE run_steps SET state = 'done'
    WHERE run_id IN (SELECT value FROM json_each(:runIds)) AND agent_id = :agentId AND step = :step
  `,
  ).run({ ...of, runIds: JSON.stringify(runIds) });
}

/** It is certain that an intended step had no effect. */
export function takeBackStep(db: Database, of: StepOf): void {
  prepareOnce<StepOf>(db, "DELETE FROM run_steps WHERE run_id = :runId AND agent_id = :agentId AND step = :step").run(
    of,
  );
}

/** The runs that did the same work as this one before: all that are linked to it by what they take up. */
export function listEarlierRuns(db: Database, runId: string): string[] {
  return listSameWork(db, [runId]).filter((id) => id !== runId);
}

/**
 * The runs that did the same work as one of these, themselves included: those that they take up, and all that took up one of them. A
 * run can be taken up more than once, and may have been deleted since.
 */
export function listSameWork(db: Database, runIds: readonly string[]): string[] {
  return db.sqlite
    .prepare<[string], string>(`
      WITH RECURSIVE same(id) AS (
        SELECT value FROM json_each(?)
        UNION
        SELECT iif(runs.id = same.id, runs.retry_of, runs.id) FROM runs JOIN same ON same.id IN (runs.id, runs.retry_of)
      )
      SELECT id FROM same WHERE id IS NOT NULL
    `)
    .pluck()
    .all(JSON.stringify(runIds));
}

/** Reads the steps of runs. @returns the last record of an agent's step */
export function readSteps(
  db: Database,
  runIds: readonly string[],
): (agentId: string, step: RunStep) => RecordedStep | undefined {
  const rows = db.sqlite
    .prepare<[string], StepRow>(`
      SELECT agent_id AS agentId, step, state, key, recorded_at AS recordedAt
      FROM run_steps WHERE run_id IN (SELECT value FROM json_each(?)) ORDER BY rowid
    `)
    .all(JSON.stringify(runIds));
  const steps = new Map(rows.map((row) => [`${row.step} ${row.agentId}`, row]));
  return (agentId, step) => steps.get(`${step} ${agentId}`);
}
