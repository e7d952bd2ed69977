import type { ErrorCode } from "../../../shared/errors.ts";
import type { OutcomeReason } from "../../../shared/outcome-reasons.ts";
import type { Plan } from "../../../shared/plan.ts";
import type { JsonObject } from "../../../shared/records.ts";
import type { RunKind } from "../../../shared/run-kinds.ts";
import type { CallBucket } from "../../../shared/run-views.ts";
import type { AgentInRun, Outcome, RunStatus, Severity, SyncReport } from "../../../shared/sync.ts";
import { index, integer, primaryKey, sql, sqliteTable, text } from "../drizzle.ts";

/*
 * The run history. Ids of gateways, boards and agents are plain text, with the names beside them: deleting a record keeps its
 * history.
 */

/**
 * A report without its agents and errors, which are rows of `run_agents` and `run_errors`. Reports of earlier versions keep
 * their own where the rows do not say the same.
 */
export type StoredReport = Omit<SyncReport, "agents" | "errors"> & Partial<Pick<SyncReport, "agents" | "errors">>;

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
    /** The run whose unfinished agents this one took up. */
    retryOf: text("retry_of"),
    status: text("status").$type<RunStatus>().notNull(),
    startedAt: text("started_at").notNull(),
    endedAt: text("ended_at"),
    report: text("report", { mode: "json" }).$type<StoredReport>(),
    /** Counted once, at the end: otherwise a list of runs would count up to a million agents. */
    counts: text("counts", { mode: "json" }).$type<RunCounts>(),
    /** The operator keeps the run, however old it is. */
    isPinned: integer("is_pinned", { mode: "boolean" }).notNull().default(false),
    /** When the operator dismissed the run, if it was interrupted: nothing in it needs attention any more. */
    dismissedAt: text("dismissed_at"),
    /** The sets that files were rendered from, its gateway's first; null if none were, or of an earlier version. */
    templates: text("templates", { mode: "json" }).$type<{ folder: string | null; sha256: string }[]>(),
    /** The process of the run, for people only: whether a run is in progress is known from the lock of its gateway. */
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

/** The agents in scope when a run began. Deleted when the run ends: by then each agent has an outcome. */
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
    reason: text("reason").$type<OutcomeReason>(),
    filesWritten: text("files_written", { mode: "json" }).$type<string[]>().notNull(),
    filesUnchanged: text("files_unchanged", { mode: "json" }).$type<string[]>().notNull(),
    filesPreserved: text("files_preserved", { mode: "json" }).$type<string[]>().notNull(),
    /** Files whose write was sent, but may not have arrived. */
    filesUncertain: text("files_uncertain", { mode: "json" }).$type<string[]>().notNull().default([]),
  },
  (row) => [
    // An agent has exactly one outcome in a run.
    primaryKey({ columns: [row.runId, row.agentId] }),
    // Finds the latest rows of an agent or board: SQLite ends an index entry with the row id.
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

/** What a run does once and must not repeat: a new token, the reset of a session, a wake-up message. */
export type RunStep = "token" | "session-reset" | "wake";

/**
 * The journal of such steps. Each is on disk before its effect, so that the run that takes up an interrupted one knows what may have
 * happened, and is `done` once the effect is certain.
 */
export const runSteps = sqliteTable(
  "run_steps",
  {
    runId: runId(),
    agentId: text("agent_id").notNull(),
    step: text("step").$type<RunStep>().notNull(),
    state: text("state").$type<"intended" | "done">().notNull(),
    /** The idempotency key of a wake-up message, otherwise null. */
    key: text("key"),
    recordedAt: text("recorded_at").notNull(),
  },
  (row) => [primaryKey({ columns: [row.runId, row.agentId, row.step] })],
);

/** The calls of a run by second and method, for runs that could be watched in a window. */
export const runTimelines = sqliteTable("run_timelines", {
  runId: runId().primaryKey(),
  buckets: text("buckets", { mode: "json" }).$type<CallBucket[]>().notNull(),
});

/** The plan a dry run made, or the part of a plan that a run applied; without diffs, which are in `run_drift`. */
export const runPlans = sqliteTable("run_plans", {
  runId: runId().primaryKey(),
  plan: text("plan", { mode: "json" }).$type<Plan>().notNull(),
});

/** An edit of a managed file, before the run restored ours. */
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
