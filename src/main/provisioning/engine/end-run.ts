import { nowTimestamp, type Timestamp } from "../../../shared/records.ts";
import type { RunKind } from "../../../shared/run-kinds.ts";
import type { SyncReport } from "../../../shared/sync.ts";
import { markProvisioned } from "../../database/agents.ts";
import { catchStorageTrouble, explainStorageTrouble } from "../../database/explain-database-failure.ts";
import { endUnsentWrites } from "../../database/file-writes.ts";
import type { Database } from "../../database/open-database.ts";
import { finishRun } from "../../database/runs.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { RunSyncResult } from "../model/run-request.ts";
import type { Measure } from "../report/measure-run.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { reportNotStored } from "../report/sync-errors.ts";
import { pushResults } from "./mission-control-steps.ts";
import { noteOrphans } from "./note-orphans.ts";

export type EndOfRun = {
  kind: RunKind;
  /** Null if nothing ended the run early. */
  endedEarly: Exclude<RunSyncResult["status"], "succeeded"> | null;
  session: GatewaySession | null;
  measure: Measure;
};

/**
 * Records what a run has done and how it ended, once every agent has an outcome. If the database cannot take it, the report says so
 * and is complete anyway; the history then shows the run as interrupted, with what was recorded before.
 */
export async function endRun(
  database: Database,
  run: RunContext,
  end: EndOfRun,
): Promise<Pick<RunSyncResult, "status" | "report">> {
  const { session } = end;
  catchStorageTrouble(() => session && noteOrphans(database, run, session));
  const trouble = catchStorageTrouble(() => recordResults(database, run, end.kind));
  await push(run);
  const summary = () => {
    const status = end.endedEarly ?? (run.tally.hasErrors ? "failed" : "succeeded");
    return { status, report: reportOf(run, end) } as const;
  };
  let result = summary();
  let endedAt: Timestamp = nowTimestamp();
  const notStored = catchStorageTrouble(() => {
    if (trouble) recordResults(database, run, end.kind);
    run.journal.flush();
    endedAt = finishRun(database, run.runId, result);
  });
  if (notStored) {
    report(run, reportNotStored(notStored), null);
    const { status, report: complete } = summary();
    result = { status: status === "succeeded" ? "failed" : status, report: { ...complete, isStored: false } };
  }
  run.emit({ type: "ended", endedAt, ...result });
  return result;
}

/** May be repeated. */
function recordResults(database: Database, run: RunContext, kind: RunKind): void {
  run.journal.flush();
  endUnsentWrites(database, run.runId);
  if (!run.options.dryRun && kind !== "wake") markProvisioned(database, run.tally.agentsDone());
}

/** What is not pushed stays in the outbox. */
async function push(run: RunContext): Promise<void> {
  try {
    await pushResults(run);
  } catch (error) {
    const trouble = explainStorageTrouble(error);
    if (!trouble) throw error;
    report(run, trouble, null);
  }
}

function reportOf(run: RunContext, { session, measure }: EndOfRun): SyncReport {
  const { runId, gateway, options, tally } = run;
  return {
    runId,
    gatewayId: gateway.id,
    dialect: session?.dialect.name ?? null,
    gatewayVersion: session?.version ?? null,
    includeMain: options.includeMain,
    resetSessions: options.resetSessions,
    ...tally.counts(),
    errors: [...tally.errors],
    ...(tally.notes.length > 0 ? { notes: tally.notes } : {}),
    agents: [...tally.outcomes.values()],
    stats: measure.stats(),
  };
}
