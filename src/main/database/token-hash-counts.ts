import type { TokenHashCounts } from "../../shared/views.ts";
import type { Database } from "./open-database.ts";

type Counted = TokenHashCounts & { gatewayId: string };

/** How many agents of each gateway have which kind of token hash. The number after the scheme is the count of iterations. */
const countsSql = `
SELECT
  gateway_id AS gatewayId,
  SUM(agent_token_hash IS NULL) AS none,
  SUM(agent_token_hash IS NOT NULL AND iterations BETWEEN 1 AND :lightIterations) AS light,
  SUM(agent_token_hash IS NOT NULL AND iterations > :lightIterations) AS heavy,
  SUM(agent_token_hash IS NOT NULL AND iterations IS NULL) AS other
FROM (
  SELECT gateway_id, agent_token_hash, CASE
    WHEN agent_token_hash GLOB 'pbkdf2_sha256$[1-9]*$?*$?*' THEN CAST(substr(agent_token_hash, 15) AS INTEGER)
  END AS iterations
  FROM agents
)
GROUP BY gateway_id
`;

/**
 * Counts the hashes of a gateway's agents by their iterations; one statement for all gateways.
 * @param lightIterations the maximum of a light hash
 */
export function countTokenHashes(db: Database, lightIterations: number): (gatewayId: string) => TokenHashCounts {
  const rows = db.sqlite.prepare<{ lightIterations: number }, Counted>(countsSql).all({ lightIterations });
  const counts = new Map(rows.map(({ gatewayId, ...of }) => [gatewayId, of]));
  return (gatewayId) => counts.get(gatewayId) ?? { none: 0, light: 0, heavy: 0, other: 0 };
}
