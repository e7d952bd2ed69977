import type { RunStatus } from "../../shared/sync.ts";
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
};

/** What a list shows of every gateway beyond its own columns, by gateway id; one statement. */
export function readGatewayFacts(db: Database): Map<string, GatewayFacts> {
  const rows = db.sqlite.prepare<unknown[], Selected>(gatewayFactsSql).all();
  return new Map(
    rows.map(({ gatewayId, boards, agents, errors, runId, status, startedAt, endedAt, foundDrift }) => [
      gatewayId,
      {
        boards,
        agents,
        errors,
        lastRun: runId === null ? null : { runId, status, foundDrift: foundDrift === 1, startedAt, endedAt },
      },
    ]),
  );
}
