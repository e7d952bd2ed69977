import type { CallBucket } from "../../shared/run-views.ts";
import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { runTimelines } from "./schema/history-tables.ts";

/** The calls of a run; empty if they were not recorded, such as for a run of the command line. */
export function readRunTimeline(db: Database, runId: string): CallBucket[] {
  return db.orm.select().from(runTimelines).where(eq(runTimelines.runId, runId)).get()?.buckets ?? [];
}

export function saveRunTimeline(db: Database, runId: string, buckets: CallBucket[]): void {
  db.orm.insert(runTimelines).values({ runId, buckets }).run();
}
