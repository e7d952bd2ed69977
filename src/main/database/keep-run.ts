import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { nowTimestamp } from "../../shared/records.ts";
import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { readRunSummary } from "./read-runs.ts";
import { runs } from "./schema/history-tables.ts";

/**
 * Keeps a run however old it is, or lets it be pruned again.
 * @throws FlightDeckError `not-found`
 */
export function setRunPinned(db: Database, id: string, isPinned: boolean): void {
  readRunSummary(db, id);
  db.orm.update(runs).set({ isPinned }).where(eq(runs.id, id)).run();
}

/**
 * Records that an interrupted run needs no attention any more. A second time changes nothing.
 * @throws FlightDeckError `not-found`, or `bad-input` when the run was not interrupted
 */
export function dismissRun(db: Database, id: string): void {
  const { status, dismissedAt } = readRunSummary(db, id);
  if (status !== "interrupted") {
    throw new FlightDeckError(
      "bad-input",
      `Run ${id} was not interrupted: it is recorded as ${status}.`,
      hintsOf("bad-input").notInterrupted,
    );
  }
  if (dismissedAt === null) db.orm.update(runs).set({ dismissedAt: nowTimestamp() }).where(eq(runs.id, id)).run();
}
