/**
 * What a list shows of each agent: one row per agent, with its last outcome and its token's state. The latest of an agent's
 * outcomes is the one with the highest row id, which `run_agents_by_agent` ends with: no history is sorted. A dry run and a
 * wake write nothing and do not count. The token's state is from the last run that read it: an error row says drifted or unreadable;
 * otherwise it is verified if the verified hash is still the one of the record.
 */
export const agentRowsSql = `
SELECT
  agents.id,
  agents.name,
  agents.board_id AS boardId,
  boards.name AS boardName,
  agents.gateway_id AS gatewayId,
  gateways.name AS gatewayName,
  agents.status,
  agents.is_board_lead AS isBoardLead,
  agents.board_id IS NULL AS isMain,
  agents.last_seen_at AS lastSeenAt,
  agents.last_provision_error AS lastProvisionError,
  COALESCE(agent_sync_states.state, 'unknown') AS syncState,
  agent_sync_states.checked_at AS syncCheckedAt,
  NULLIF(agent_sync_states.differing, '[]') AS differing,
  (SELECT json_group_array(label) FROM (SELECT label FROM agent_labels WHERE agent_id = agents.id ORDER BY label)) AS labels,
  (SELECT json_group_array(label) FROM (SELECT label FROM board_labels WHERE board_id = agents.board_id ORDER BY label)) AS boardLabels,
  CASE WHEN agent_heartbeats.state IS NOT NULL THEN json_object(
    'state', agent_heartbeats.state,
    'reason', agent_heartbeats.reason,
    'lastRunAtMs', agent_heartbeats.last_run_at_ms,
    'nextRunAtMs', agent_heartbeats.next_run_at_ms,
    'lastDurationMs', agent_heartbeats.last_duration_ms,
    'everyMs', agent_heartbeats.every_ms,
    'source', agent_heartbeats.source,
    'readAt', agent_heartbeats.read_at
  ) END AS heartbeat,
  (
    SELECT run_agents.outcome
    FROM run_agents JOIN runs ON runs.id = run_agents.run_id
    WHERE run_agents.agent_id = agents.id AND NOT COALESCE(runs.options ->> 'dryRun', 0)
      AND runs.kind <> 'wake'
    ORDER BY run_agents.rowid DESC
    LIMIT 1
  ) AS lastOutcome,
  CASE (
    SELECT code
    FROM run_errors
    WHERE agent_id = agents.id
      AND code IN ('token-mismatch', 'token-unreadable')
      AND run_id = (
        SELECT run_id
        FROM run_agents
        WHERE agent_id = agents.id AND (outcome IN ('updated', 'unchanged', 'failed') OR reason = 'no-token')
        ORDER BY run_agents.rowid DESC
        LIMIT 1
      )
    LIMIT 1
  )
    WHEN 'token-mismatch' THEN 'drifted'
    WHEN 'token-unreadable' THEN 'unreadable'
    ELSE CASE WHEN agent_token_state.verified_hash = agents.agent_token_hash THEN 'verified' ELSE 'unknown' END
  END AS token
FROM agents
JOIN gateways ON gateways.id = agents.gateway_id
LEFT JOIN boards ON boards.id = agents.board_id
LEFT JOIN agent_token_state ON agent_token_state.agent_id = agents.id
LEFT JOIN agent_heartbeats ON agent_heartbeats.agent_id = agents.id
LEFT JOIN agent_sync_states ON agent_sync_states.agent_id = agents.id
WHERE (:gatewayId IS NULL OR agents.gateway_id = :gatewayId)
  AND (:boardId IS NULL OR agents.board_id = :boardId)
  AND (:agentId IS NULL OR agents.id = :agentId)
ORDER BY agents.created_at, agents.id
`;
