import type { OutcomeReason } from "../../shared/outcome-reasons.ts";
import type { RunKind } from "../../shared/run-kinds.ts";
import type { AgentOutcome } from "../../shared/sync.ts";
import type { AgentRow, AgentView } from "../../shared/views.ts";
import type { Database } from "./open-database.ts";
import { agentRowsSql } from "./sql/agent-rows-sql.ts";

export type AgentListRow = Omit<AgentRow, "isPractice">;
export type AgentRowFilter = { gatewayId?: string | undefined; boardId?: string | undefined; agentId?: string };

type Selected = Omit<AgentListRow, "isBoardLead" | "isMain" | "differing" | "heartbeat" | "labels" | "boardLabels"> & {
  isBoardLead: number;
  isMain: number;
  differing: string | null;
  heartbeat: string | null;
  labels: string;
  boardLabels: string;
};

/** Agents as a list shows them, in the order of a sync; one statement however many there are. */
export function listAgentRows(db: Database, { gatewayId, boardId, agentId }: AgentRowFilter): AgentListRow[] {
  const select = db.sqlite.prepare<unknown[], Selected>(agentRowsSql);
  const rows = select.all({ gatewayId: gatewayId ?? null, boardId: boardId ?? null, agentId: agentId ?? null });
  return rows.map(({ differing, heartbeat, labels, boardLabels, isBoardLead, isMain, ...row }) => ({
    ...row,
    isBoardLead: isBoardLead === 1,
    isMain: isMain === 1,
    ...(differing === null ? {} : { differing: JSON.parse(differing) }),
    ...(heartbeat === null ? {} : { heartbeat: JSON.parse(heartbeat) }),
    ...(labels === "[]" ? {} : { labels: JSON.parse(labels) }),
    ...(boardLabels === "[]" ? {} : { boardLabels: JSON.parse(boardLabels) }),
  }));
}

type HistoryRow = {
  runId: string;
  at: string;
  outcome: AgentOutcome["outcome"];
  reason: OutcomeReason | null;
  files: string;
  message: string | null;
  kind: RunKind;
  isComparison: 0 | 1;
};

/** An agent's outcomes in its latest runs, the latest first. */
export function readAgentHistory(db: Database, agentId: string, limit: number): AgentView["history"] {
  const select = db.sqlite.prepare<unknown[], HistoryRow>(`
    SELECT run_agents.run_id AS runId, runs.started_at AS at, outcome, reason, files_written AS files,
      runs.kind, COALESCE(runs.options ->> 'dryRun', 0) AS isComparison,
      (SELECT message FROM run_errors
       WHERE reason = 'error' AND run_errors.run_id = run_agents.run_id AND run_errors.agent_id = run_agents.agent_id
         AND severity = 'error'
       ORDER BY seq LIMIT 1) AS message
    FROM run_agents JOIN runs ON runs.id = run_agents.run_id
    WHERE agent_id = :agentId
    ORDER BY run_agents.rowid DESC
    LIMIT :limit
  `);
  return select.all({ agentId, limit }).map(({ files, isComparison, ...row }) => ({
    ...row,
    isComparison: isComparison === 1,
    filesWritten: JSON.parse(files),
  }));
}
