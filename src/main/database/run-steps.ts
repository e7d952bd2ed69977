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

/** The effect of an intended step is certain. */
export function recordStepDone(db: Database, of: StepOf): void {
  prepareOnce<StepOf>(
    db,
    "UPDATE run_steps SET state = 'done' WHERE run_id = :runId AND agent_id = :agentId AND step = :step",
  ).run(of);
}

/** It is certain that an intended step had no effect. */
export function takeBackStep(db: Database, of: StepOf): void {
  prepareOnce<StepOf>(db, "DELETE FROM run_steps WHERE run_id = :runId AND agent_id = :agentId AND step = :step").run(
    of,
  );
}

/**
 * Reads the steps of the runs that this one takes up: the run it retries, the one that this retried, and so on.
 * @returns the last record of an agent's step
 */
export function readEarlierSteps(
  db: Database,
  runId: string,
): (agentId: string, step: RunStep) => RecordedStep | undefined {
  const rows = db.sqlite
    .prepare<[string], StepRow>(`
      WITH RECURSIVE earlier(id) AS (
        SELECT retry_of FROM runs WHERE id = ? AND retry_of IS NOT NULL
        UNION
        SELECT runs.retry_of FROM runs JOIN earlier ON runs.id = earlier.id WHERE runs.retry_of IS NOT NULL
      )
      SELECT agent_id AS agentId, step, state, key, recorded_at AS recordedAt
      FROM run_steps WHERE run_id IN (SELECT id FROM earlier) ORDER BY rowid
    `)
    .all(runId);
  const steps = new Map(rows.map((row) => [`${row.step} ${row.agentId}`, row]));
  return (agentId, step) => steps.get(`${step} ${agentId}`);
}
