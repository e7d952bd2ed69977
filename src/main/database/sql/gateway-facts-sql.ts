import { latestRunFirstSql } from "../run-order.ts";

/** How many boards and agents does each gateway have, and how did its latest run end? */
export const gatewayFactsSql = `
SELECT
  gateways.id AS gatewayId,
  (SELECT COUNT(*) FROM boards WHERE boards.gateway_id = gateways.id) AS boards,
  (SELECT COUNT(*) FROM agents WHERE agents.gateway_id = gateways.id) AS agents,
  latest.id AS runId,
  latest.kind,
  latest.status,
  latest.started_at AS startedAt,
  latest.ended_at AS endedAt,
  latest.counts ->> '$.agents' AS outcomeCounts,
  (SELECT COUNT(*) FROM run_errors WHERE run_errors.run_id = latest.id AND severity = 'error') AS errors
FROM gateways
LEFT JOIN runs AS latest ON latest.id = (
  SELECT id FROM runs WHERE runs.gateway_id = gateways.id ORDER BY ${latestRunFirstSql} LIMIT 1
)
`;
