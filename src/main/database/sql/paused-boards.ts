/**
 * Which of these boards are paused? Those whose latest `/pause` or `/resume` is `/pause`; of two at the same time the
 * higher id counts. Takes the board ids as one JSON array, so that no number of boards meets a limit on variables.
 *
 * `board_memory_commands` holds the commands alone, board by board with the latest first: the chat itself is never read.
 * INDEXED BY makes that a promise; should the index ever stop fitting, the statement fails instead of scanning the table.
 */
export const pausedBoardsSql = `
WITH commands AS (
  SELECT
    board_id,
    command,
    ROW_NUMBER() OVER (PARTITION BY board_id ORDER BY created_at DESC, id DESC) AS nth_latest
  FROM board_memory INDEXED BY board_memory_commands
  WHERE command IS NOT NULL
    AND board_id IN (SELECT value FROM json_each(:boardIds))
)
SELECT board_id
FROM commands
WHERE nth_latest = 1 AND command = '/pause'
`;
