import { allSkipped } from "../../shared/all-skipped.ts";
import { foundDrift } from "../../shared/found-drift.ts";
import type { RunKind } from "../../shared/run-kinds.ts";
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
  kind: RunKind;
  status: RunStatus;
  startedAt: string;
  endedAt: string | null;
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

function lastRunOf({ runId, kind, status, startedAt, endedAt, outcomeCounts }: SelectedRun) {
  if (runId === null) return null;
  const counts: Record<Outcome, number> | null = outcomeCounts === null ? null : JSON.parse(outcomeCounts);
  return {
    runId,
    status,
    startedAt,
    endedAt,
    foundDrift: counts !== null && foundDrift({ kind, status, counts }),
    allSkipped: counts !== null && allSkipped({ status, counts }),
  };
}
