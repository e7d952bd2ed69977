import type { RunKind } from "../../shared/run-kinds.ts";
import { and, eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { latestRunFirst } from "./run-order.ts";
import { runs } from "./schema/history-tables.ts";

/** When a gateway's latest run of a kind began. */
export function latestRunOfKind(db: Database, gatewayId: string, kind: RunKind): { startedAt: string } | undefined {
  return db.orm
    .select({ startedAt: runs.startedAt })
    .from(runs)
    .where(and(eq(runs.gatewayId, gatewayId), eq(runs.kind, kind)))
    .orderBy(latestRunFirst)
    .limit(1)
    .get();
}
