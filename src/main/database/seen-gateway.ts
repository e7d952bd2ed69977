import type { DialectName } from "../../shared/dialect-names.ts";
import type { Database } from "./open-database.ts";
import { latestRunFirstSql } from "./run-order.ts";

export type SeenGateway = { version: string | null; dialect: DialectName; endedAt: string };

/** As many runs as are looked through for one that reached a gateway. */
const mostRuns = 200;

const reachedSql = `
  SELECT report ->> '$.gatewayVersion' AS version, report ->> '$.dialect' AS dialect, ended_at AS endedAt
  FROM (SELECT * FROM runs WHERE gateway_id = ? ORDER BY ${latestRunFirstSql} LIMIT ${mostRuns})
  WHERE report ->> '$.dialect' IS NOT NULL`;

/** What the latest run that reached a gateway saw there. */
export function lastSeenGateway(db: Database, gatewayId: string): SeenGateway | null {
  return db.sqlite.prepare<unknown[], SeenGateway>(`${reachedSql} LIMIT 1`).get(gatewayId) ?? null;
}

/** Whether a recent run found another dialect on a gateway: it was upgraded since. */
export function spokeOtherDialect(db: Database, gatewayId: string, dialect: DialectName): boolean {
  const other = `${reachedSql} AND report ->> '$.dialect' <> ? LIMIT 1`;
  return db.sqlite.prepare(other).get(gatewayId, dialect) !== undefined;
}
