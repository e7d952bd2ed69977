/** The outcome of each agent of a board when it was last synced, and its run. Found as in `agent-rows`. */
export const latestOutcomesSql = `
SELECT
  latest.agentId,
  latest.boardId,
  run_agents.outcome,
  run_agents.run_id AS runId,
  COALESCE(runs.ended_at, runs.started_at) AS at
FROM (
  SELECT
    agents.id AS agentId,
    agents.board_id AS boardId,
    (
      SELECT run_agents.rowid
      FROM run_agents JOIN runs ON runs.id = run_agents.run_id
      WHERE run_agents.agent_id = agents.id AND NOT COALESCE(runs.options ->> 'dryRun', 0)
        AND runs.kind <> 'wake'
      ORDER BY run_agents.rowid DESC
      LIMIT 1
    ) AS latestRow
  FROM agents
  WHERE agents.board_id IN (SELECT value FROM json_each(:boardIds))
) AS latest
JOIN run_agents ON run_agents.rowid = latest.latestRow
JOIN runs ON runs.id = run_agents.run_id
`;
