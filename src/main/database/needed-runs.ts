import type { Database } from "./database.ts";
import { replacedContentsSql } from "./replaced-contents.ts";
import { latestRunFirstSql } from "./run-order.ts";

/** A dry run and a wake write nothing. */
const isReal = (run: string) => `NOT COALESCE(${run}.options ->> 'dryRun', 0) AND ${run}.kind <> 'wake'`;
const isGood = (row: string) => `${row}.outcome IN ('updated', 'unchanged')`;
const hasReadToken = (row: string) => `(${isGood(row)} OR ${row}.outcome = 'failed' OR ${row}.reason = 'no-token')`;
const hasWritten = (row: string) => `(${isGood(row)} OR ${row}.files_written <> '[]')`;

/** Tells which runs on these gateways stay however old they are, because nothing else says what they say. */
export function findNeededRuns(db: Database, gatewayIds: readonly string[]): (runId: string) => boolean {
  const ofGateways = new Set(gatewayIds.flatMap((gatewayId) => findRunsOfGateway(db, gatewayId)));
  return (runId) => ofGateways.has(runId) || isNeededByAgents(db, runId) || holdsOnlyCopies(db, runId);
}

const noLater = (condition: string) => `NOT EXISTS (
  SELECT 1 FROM run_agents AS later JOIN runs AS laterRun ON laterRun.id = later.run_id
  WHERE later.agent_id = mine.agent_id AND later.rowid > mine.rowid AND ${condition}
)`;

/**
 * Whether a run says what is known of one of its agents, as other queries look for it: the state of the token and the last outcome
 * (`agent-rows`, `latest-outcomes`), the last time it was as desired (`last-provisioning`), and the last run that wrote
 * (`fill-session-keys`). Agents count that have a record, or are on a gateway without one.
 */
function isNeededByAgents(db: Database, runId: string): boolean {
  const select = db.sqlite.prepare<[string], unknown>(`
    SELECT 1 FROM run_agents AS mine JOIN runs AS run ON run.id = mine.run_id
    WHERE mine.run_id = ? AND (mine.agent_id IN (SELECT id FROM agents) OR mine.agent_id IN (${agentsWithoutRecordSql}))
      AND (
        (${hasReadToken("mine")} AND ${noLater(hasReadToken("later"))})
        OR (${isGood("mine")} AND ${noLater(isGood("later"))})
        OR (${isReal("run")} AND ${noLater(isReal("laterRun"))})
        OR (${isReal("run")} AND ${hasWritten("mine")} AND ${noLater(`${isReal("laterRun")} AND ${hasWritten("later")}`)})
      )
    LIMIT 1
  `);
  return select.get(runId) !== undefined;
}

const agentsWithoutRecordSql = `
  SELECT substr(lower(member.value ->> 'key'), 4) FROM gateway_rosters, json_each(gateway_rosters.members) AS member
  WHERE lower(member.value ->> 'key') LIKE 'mc-%'`;

/** The last run that reached each gateway, for each dialect that it spoke (`seen-gateway`). */
function findRunsOfGateway(db: Database, gatewayId: string): string[] {
  const select = db.sqlite.prepare<[string], string>(`
    SELECT id FROM (
      SELECT id, row_number() OVER (PARTITION BY report ->> '$.dialect' ORDER BY ${latestRunFirstSql}) AS place
      FROM runs WHERE gateway_id = ? AND report ->> '$.dialect' IS NOT NULL
    ) WHERE place = 1
  `);
  return select.pluck().all(gatewayId);
}

/**
 * Whether a run shows contents that nothing else shows: those it found in files that Flight Deck had never written, and replaced.
 * Agents count that have a record.
 */
function holdsOnlyCopies(db: Database, runId: string): boolean {
  const select = db.sqlite.prepare<[string], unknown>(
    `SELECT 1 ${replacedContentsSql} AND w.agent_id IN (SELECT id FROM agents) LIMIT 1`,
  );
  return select.get(runId) !== undefined;
}

/** The runs that can be resumed, or could be if they were cut off now. */
export function listResumableRuns(db: Database): string[] {
  return db.sqlite.prepare<[], string>("SELECT id FROM runs WHERE status IN ('interrupted', 'running')").pluck().all();
}
