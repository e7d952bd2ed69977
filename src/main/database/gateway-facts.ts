import { allSkipped } from "../../shared/all-skipped.ts";
import type { Outcome, RunStatus } from "../../shared/sync.ts";
import type { GatewayRow } from "../../shared/views.ts";
import type { Database } from "./open-database.ts";
import { gatewayFactsSql } from "./sql/gateway-facts-sql.ts";

export type GatewayFacts = Pick<GatewayRow, "boards" | "agents" | "errors" | "lastRun">;

type Selected = {
  gatewayId: string;
  boards: number;
  agents: number;
  errors: number;
  runId: string | null;
  status: RunStatus;
  startedAt: string;
  endedAt: string | null;
  foundDrift: 0 | 1;
  /** As JSON; null until the run has ended. */
  outcomeCounts: string | null;
};

/** What a list shows of every gateway beyond its own columns, by gateway id; one statement. */
export function readGatewayFacts(db: Database): Map<string, GatewayFacts> {
  const rows = db.sqlite.prepare<unknown[], Selected>(gatewayFactsSql).all();
  return new Map(
    rows.map(({ gatewayId, boards, agents, errors, ...run }) => [
      gatewayId,
      { boards, agents, errors, lastRun: lastRunOf(run) },
    ]),
  );
}

type SelectedRun = Omit<Selected, "gatewayId" | "boards" | "agents" | "errors">;

function lastRunOf({ runId, status, startedAt, endedAt, foundDrift, outcomeCounts }: SelectedRun) {
  if (runId === null) return null;
  const counts: Record<Outcome, number> | null = outcomeCounts === null ? null : JSON.parse(outcomeCounts);
  return {
    ...{ runId, status, startedAt, endedAt },
    foundDrift: foundDrift === 1,
    allSkipped: counts !== null && allSkipped({ status, counts }),
  };
}
