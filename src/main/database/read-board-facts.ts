import type { Outcome } from "../../shared/sync.ts";
import type { BoardRow } from "../../shared/views.ts";
import type { Database } from "./open-database.ts";
import { findPausedBoards } from "./paused-boards.ts";
import { latestOutcomesSql } from "./sql/latest-outcomes-sql.ts";

export type BoardFacts = Pick<BoardRow, "isPaused" | "agents" | "lead" | "lastOutcome" | "errors">;

/** From best to worst: a board's outcome is that of its worst agent. */
const byGravity: Outcome[] = ["unchanged", "updated", "skipped", "not-attempted", "failed"];

type AgentOfBoard = { id: string; name: string; boardId: string; isBoardLead: number };
type LatestOutcome = { agentId: string; boardId: string; outcome: Outcome; runId: string; at: string };

/** What a list shows of boards beyond their own columns, in a few statements for any number of boards. */
export function readBoardFacts(db: Database, boardIds: readonly string[]): (boardId: string) => BoardFacts {
  const ids = JSON.stringify(boardIds);
  const agents = db.sqlite.prepare<unknown[], AgentOfBoard>(`
    SELECT id, name, board_id AS boardId, is_board_lead AS isBoardLead FROM agents
    WHERE board_id IN (SELECT value FROM json_each(:ids)) ORDER BY created_at, id
  `);
  const agentsByBoard = Map.groupBy(agents.all({ ids }), ({ boardId }) => boardId);
  const latest = db.sqlite.prepare<unknown[], LatestOutcome>(latestOutcomesSql).all({ boardIds: ids });
  const latestByBoard = Map.groupBy(latest, ({ boardId }) => boardId);
  const errorsOf = countErrors(db, [...new Set(latest.map(({ runId }) => runId))]);
  const paused = findPausedBoards(db, boardIds);
  return (boardId) => {
    const onBoard = agentsByBoard.get(boardId) ?? [];
    const lead = onBoard.find(({ isBoardLead }) => isBoardLead === 1);
    const outcomes = latestByBoard.get(boardId) ?? [];
    return {
      isPaused: paused.has(boardId),
      agents: onBoard.length,
      lead: lead ? { id: lead.id, name: lead.name } : null,
      lastOutcome: worstOf(outcomes),
      errors: outcomes.reduce((sum, { runId, agentId }) => sum + errorsOf(runId, agentId), 0),
    };
  };
}

function worstOf(outcomes: LatestOutcome[]): BoardFacts["lastOutcome"] {
  const gravity = ({ outcome }: LatestOutcome) => byGravity.indexOf(outcome);
  const [worst] = outcomes.toSorted((one, other) => gravity(other) - gravity(one) || (one.at < other.at ? 1 : -1));
  return worst ? { outcome: worst.outcome, runId: worst.runId, at: worst.at } : null;
}

/** The errors (not warnings) of these runs about an agent. */
function countErrors(db: Database, runIds: string[]): (runId: string, agentId: string) => number {
  const select = db.sqlite.prepare<unknown[], { runId: string; agentId: string; errors: number }>(`
    SELECT run_id AS runId, agent_id AS agentId, COUNT(*) AS errors FROM run_errors
    WHERE run_id IN (SELECT value FROM json_each(:runIds)) AND severity = 'error' AND agent_id IS NOT NULL
    GROUP BY run_id, agent_id
  `);
  const rows = select.all({ runIds: JSON.stringify(runIds) });
  const counts = new Map(rows.map(({ runId, agentId, errors }) => [`${runId} ${agentId}`, errors]));
  return (runId, agentId) => counts.get(`${runId} ${agentId}`) ?? 0;
}
