import { writeChatCommand } from "../database/chat-commands.ts";
import { findPausedBoards } from "../database/paused-boards.ts";
import type { RecordsServices } from "./save-records.ts";

export type PauseBoards = {
  boardIds: string[];
  paused: boolean;
  /** Who did it, which the line in the chat names. */
  source: string;
};

/**
 * Pauses boards, or resumes them, by a line in the chat of each that is not so already (docs/behaviour.md, A sync).
 * @returns the ids of the boards that were changed
 */
export function pauseBoards(
  { database, changes }: RecordsServices,
  { boardIds, paused, source }: PauseBoards,
): string[] {
  const before = findPausedBoards(database, boardIds);
  const changed = [...new Set(boardIds)].filter((id) => before.has(id) !== paused);
  for (const boardId of changed) {
    writeChatCommand(database, { boardId, command: paused ? "/pause" : "/resume", source });
  }
  if (changed.length > 0) changes?.emit("boards");
  return changed;
}
