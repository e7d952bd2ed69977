import type { RunStatus } from "../../shared/sync.ts";
import type { Database } from "./open-database.ts";
import { latestRunFirstSql } from "./run-order.ts";

export type InterruptedRun = { id: string; gatewayId: string };

/** The interrupted runs that were not dismissed, the latest first. */
export function listInterruptedRuns(db: Database): InterruptedRun[] {
  return db.sqlite
    .prepare<[], InterruptedRun>(
      `SELECT id, gateway_id AS gatewayId FROM runs
       WHERE status = 'interrupted' AND dismissed_at IS NULL ORDER BY ${latestRunFirstSql}`,
    )
    .all();
}

/** How a gateway's last run that wrote files ended, and which versions its runs have seen. */
export type GatewayWork = {
  lastWork: { id: string; status: RunStatus } | null;
  syncedVersion: string | null;
  seenVersion: string | null;
};

type Selected = Omit<GatewayWork, "lastWork"> & { gatewayId: string; id: string | null; status: RunStatus };

/** As many runs are looked through for one that reached the gateway. */
const mostRuns = 200;
const writesSql = `runs.kind IN ('template-sync', 'apply-plan', 'ensure-lead', 'ensure-gateway-agent')
  AND NOT COALESCE(runs.options ->> 'dryRun', 0)`;
const versionSql = (where: string) => `(
  SELECT report ->> '$.gatewayVersion'
  FROM (SELECT * FROM runs WHERE gateway_id = gateways.id ORDER BY ${latestRunFirstSql} LIMIT ${mostRuns}) AS runs
  WHERE report ->> '$.gatewayVersion' IS NOT NULL AND ${where} LIMIT 1
)`;

/** By gateway id; one statement. */
export function readGatewayWork(db: Database): Map<string, GatewayWork> {
  const rows = db.sqlite
    .prepare<[], Selected>(
      `SELECT gateways.id AS gatewayId, latest.id, latest.status,
         ${versionSql("kind IN ('template-sync', 'apply-plan') AND NOT COALESCE(options ->> 'dryRun', 0)")} AS syncedVersion,
         ${versionSql("1")} AS seenVersion
       FROM gateways LEFT JOIN runs AS latest ON latest.id = (
         SELECT id FROM runs WHERE runs.gateway_id = gateways.id AND ${writesSql} AND status <> 'running'
         ORDER BY ${latestRunFirstSql} LIMIT 1
       )`,
    )
    .all();
  return new Map(
    rows.map(({ gatewayId, id, status, ...versions }) => [
      gatewayId,
      { lastWork: id === null ? null : { id, status }, ...versions },
    ]),
  );
}

/** What tells the mirror's undecided conflicts apart. */
export function listConflictSigns(db: Database): string[] {
  return db.sqlite
    .prepare<[], string>(
      `SELECT json_array(table_name, row_id, column_name, seen_at) FROM mirror_conflicts
       WHERE choice IS NULL ORDER BY table_name, row_id, column_name`,
    )
    .pluck()
    .all();
}
