import type { Database } from "./open-database.ts";
import { pausedBoardsSql } from "./sql/paused-boards-sql.ts";

/**
 * Which of these boards are paused (docs/behaviour.md, A sync).
 *
 * @returns ids out of `boardIds`.
 */
export function findPausedBoards(db: Database, boardIds: readonly string[]): Set<string> {
  const paused = db.sqlite.prepare<{ boardIds: string }, string>(pausedBoardsSql).pluck();
  return new Set(paused.all({ boardIds: JSON.stringify(boardIds) }));
}
