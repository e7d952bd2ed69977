import type { ErrorCode } from "../../../shared/errors.ts";
import type { Plan } from "../../../shared/plan.ts";
import type { JsonObject } from "../../../shared/records.ts";
import type { AgentInRun, Outcome, RunStatus, Severity, SyncReport } from "../../../shared/sync.ts";
import type { CallBucket } from "../../../shared/views.ts";
import { index, integer, primaryKey, sql, sqliteTable, text } from "../drizzle.ts";

/*
 * The run history. Ids of gateways, boards and agents are plain text with the names beside them: deleting a record must not
 * take away what happened to it.
 */

export type RunKind = "template-sync" | "apply-plan" | "drift-check" | "ensure-lead" | "ensure-gateway-agent";

/** How many agents (main agents included) ended in which outcome, and the errors and warnings. */
export type RunCounts = { agents: Record<Outcome, number>; errors: number; warnings: number };

export const runs = sqliteTable(
  "runs",
  {
    id: text("id").primaryKey(),
    gatewayId: text("gateway_id").notNull(),
    gatewayName: text("gateway_name").notNull(),
    kind: text("kind").$type<RunKind>().notNull(),
    options: text("options", { mode: "json" }).$type<JsonObject>().notNull(),
    startedBy: text("started_by").notNull(),
    status: text("status").$type<RunStatus>().notNull(),
    startedAt: text("started_at").notNull(),
    endedAt: text("ended_at"),
    report: text("report", { mode: "json" }).$type<SyncReport>(),
    /** Counted once, at the end: a list of runs would count a million agents otherwise. */
    counts: text("counts", { mode: "json" }).$type<RunCounts>(),
    /** The process that carries the run; tells a run in progress from one whose process died. */
    processId: integer("process_id").notNull(),
  },
  (run) => [
    index("runs_by_time").on(run.startedAt, run.id),
    index("runs_by_gateway").on(run.gatewayId, run.startedAt, run.id),
  ],
);

const runId = () =>
  text("run_id")
    .notNull()
    .references(() => runs.id, { onDelete: "cascade" });

/** Who was in scope when a run began. It goes when the run ends: by then each of them has an outcome. */
export const runScopes = sqliteTable("run_scopes", {
  runId: runId().primaryKey(),
  agents: text("agents", { mode: "json" }).$type<AgentInRun[]>().notNull(),
});

export const runAgents = sqliteTable(
  "run_agents",
  {
    runId: runId(),
    position: integer("position").notNull(),
    agentId: text("agent_id").notNull(),
    agentName: text("agent_name").notNull(),
    boardId: text("board_id"),
    isMain: integer("is_main", { mode: "boolean" }).notNull(),
    outcome: text("outcome").$type<Outcome>().notNull(),
    reason: text("reason"),
    filesWritten: text("files_written", { mode: "json" }).$type<string[]>().notNull(),
    filesUnchanged: text("files_unchanged", { mode: "json" }).$type<string[]>().notNull(),
    filesPreserved: text("files_preserved", { mode: "json" }).$type<string[]>().notNull(),
    /** Whose write was sent, but it is not known whether it arrived. */
    filesUncertain: text("files_uncertain", { mode: "json" }).$type<string[]>().notNull().default([]),
  },
  (row) => [
    // An agent ends in exactly one outcome: the key holds to it.
    primaryKey({ columns: [row.runId, row.agentId] }),
    // Each leads from an agent or board to its latest rows, because SQLite ends an index entry with the row id.
    index("run_agents_by_agent").on(row.agentId),
    index("run_agents_by_board").on(row.boardId),
  ],
);

export const runErrors = sqliteTable(
  "run_errors",
  {
    runId: runId(),
    seq: integer("seq").notNull(),
    severity: text("severity").$type<Severity>().notNull(),
    code: text("code").$type<ErrorCode>().notNull(),
    message: text("message").notNull(),
    hint: text("hint").notNull(),
    agentId: text("agent_id"),
    agentName: text("agent_name"),
    boardId: text("board_id"),
  },
  (row) => [
    primaryKey({ columns: [row.runId, row.seq] }),
    index("run_errors_about_tokens")
      .on(row.agentId, row.runId, row.code)
      .where(sql`code IN ('token-mismatch', 'token-unreadable')`),
  ],
);

/** The calls of a run by second and method, of runs that a window could watch. */
export const runTimelines = sqliteTable("run_timelines", {
  runId: runId().primaryKey(),
  buckets: text("buckets", { mode: "json" }).$type<CallBucket[]>().notNull(),
});

/** What a dry run planned, or what of a plan a run was told to apply; without diffs, which are in `run_drift`. */
export const runPlans = sqliteTable("run_plans", {
  runId: runId().primaryKey(),
  plan: text("plan", { mode: "json" }).$type<Plan>().notNull(),
});

/** What an operator's own edit of a managed file was, before the run restored ours. */
export const runDrift = sqliteTable(
  "run_drift",
  {
    runId: runId(),
    agentId: text("agent_id").notNull(),
    fileName: text("file_name").notNull(),
    diff: text("diff").notNull(),
  },
  (row) => [primaryKey({ columns: [row.runId, row.agentId, row.fileName] })],
);
