import { randomUUID } from "node:crypto";
import type { Plan } from "../../shared/plan.ts";
import { nowTimestamp, type Timestamp } from "../../shared/records.ts";
import type { AgentInRun, AgentOutcome, RunError, RunStatus, SyncReport } from "../../shared/sync.ts";
import { countRuns } from "./count-runs.ts";
import { and, eq } from "./drizzle.ts";
import { deleteVersionsOfGateway } from "./file-versions.ts";
import { requireInPlace } from "./in-place.ts";
import type { Database } from "./open-database.ts";
import { prepareOnce } from "./prepare-once.ts";
import { saveRunPlan } from "./run-plans.ts";
import { runScopes, runs, type StoredReport } from "./schema/history-tables.ts";

export type Run = typeof runs.$inferSelect;
export type NewRun = Pick<Run, "gatewayId" | "gatewayName" | "kind" | "options" | "startedBy"> & { retryOf?: string };

export type RunStart = {
  /** All agents in scope: if this process dies, the next one records an outcome for each. */
  agents?: readonly AgentInRun[];
  /** The plan that it carries out, so that it can be taken up. */
  plan?: Plan | null;
  /** What it renders files from; null if it renders none. */
  templates?: Run["templates"];
};

/**
 * Starts the record of a run of this process, with the status `running`.
 */
export function createRun(
  db: Database,
  run: NewRun,
  { agents = [], plan = null, templates = null }: RunStart = {},
): Run {
  requireInPlace(db);
  const row = {
    ...run,
    templates,
    id: randomUUID(),
    status: "running",
    startedAt: nowTimestamp(),
    processId: process.pid,
  } as const;
  return db.sqlite.transaction(() => {
    const created = db.orm.insert(runs).values(row).returning().get();
    db.orm
      .insert(runScopes)
      .values({ runId: row.id, agents: [...agents] })
      .run();
    if (plan) saveRunPlan(db, row.id, plan);
    return created;
  })();
}

/**
 * Records the outcomes of agents in the order given, after those recorded before; one transaction.
 * @throws when an agent of this run already has an outcome.
 */
export function recordAgentOutcomes(db: Database, runId: string, outcomes: readonly AgentOutcome[]): void {
  const insert = prepareOnce<{ runId: string; outcomes: string }>(
    db,
    `
    INSERT INTO run_agents (run_id, position, agent_id, agent_name, board_id, is_main, outcome, reason,
      files_written, files_unchanged, files_preserved, files_uncertain)
    SELECT :runId, (SELECT COALESCE(MAX(position) + 1, 0) FROM run_agents WHERE run_id = :runId) + key,
      value ->> 'agentId', value ->> 'agentName', value ->> 'boardId', value ->> 'isMain', value ->> 'outcome',
      value ->> 'reason', value -> 'filesWritten', value -> 'filesUnchanged', value -> 'filesPreserved',
      value -> 'filesUncertain'
    FROM json_each(:outcomes)
  `,
  );
  insert.run({ runId, outcomes: JSON.stringify(outcomes) });
}

/** Records errors and warnings of a run in the order given, after those recorded before; one transaction. */
export function recordRunErrors(db: Database, runId: string, errors: readonly RunError[]): void {
  const insert = prepareOnce<{ runId: string; errors: string }>(
    db,
    `
    INSERT INTO run_errors (run_id, seq, severity, code, message, hint, agent_id, agent_name, board_id)
    SELECT :runId, (SELECT COALESCE(MAX(seq) + 1, 0) FROM run_errors WHERE run_id = :runId) + key,
      value ->> 'severity', value ->> 'code', value ->> 'message', value ->> 'hint',
      value ->> 'agentId', value ->> 'agentName', value ->> 'boardId'
    FROM json_each(:errors)
  `,
  );
  insert.run({ runId, errors: JSON.stringify(errors) });
}

/** An edit of a managed file that the run found on the gateway. The caller removes tokens from the diff. */
export type RunDrift = { agentId: string; fileName: string; diff: string };

/** Records drift of a run, in place of an earlier record of the same file; one transaction. */
export function recordRunDrift(db: Database, runId: string, drift: readonly RunDrift[]): void {
  const insert = prepareOnce<{ runId: string; drift: string }>(
    db,
    `
    INSERT INTO run_drift (run_id, agent_id, file_name, diff)
    SELECT :runId, value ->> 'agentId', value ->> 'fileName', value ->> 'diff' FROM json_each(:drift) WHERE true
    ON CONFLICT (run_id, agent_id, file_name) DO UPDATE SET diff = excluded.diff
  `,
  );
  insert.run({ runId, drift: JSON.stringify(drift) });
}

/**
 * Ends a run in progress; does not change a run that has ended. The report's agents and errors are not stored with it: they are
 * recorded already, by `recordAgentOutcomes` and `recordRunErrors`.
 * @returns when it ended, as recorded
 */
export function finishRun(
  db: Database,
  runId: string,
  end: { status: Exclude<RunStatus, "running">; report: SyncReport | null },
): Timestamp {
  const endedAt = nowTimestamp();
  db.sqlite.transaction(() => {
    db.orm
      .update(runs)
      .set({
        status: end.status,
        report: end.report && withoutRows(end.report),
        endedAt,
        counts: countRuns(db, [runId])(runId),
      })
      .where(and(eq(runs.id, runId), eq(runs.status, "running")))
      .run();
    db.orm.delete(runScopes).where(eq(runScopes.runId, runId)).run();
  })();
  return endedAt;
}

function withoutRows({ agents: _agents, errors: _errors, ...report }: SyncReport): StoredReport {
  return report;
}

/** Deletes the runs of a gateway, with all their records and the contents they replaced. */
export function deleteRunsOfGateway(db: Database, gatewayId: string): void {
  deleteVersionsOfGateway(db, gatewayId);
  db.orm.delete(runs).where(eq(runs.gatewayId, gatewayId)).run();
}
