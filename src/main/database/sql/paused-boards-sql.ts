/**
 * Which of these boards are paused: those whose latest `/pause` or `/resume` is `/pause`; of two at the same time the higher id
 * counts. Takes the board ids as one JSON array, so that their number has no limit. `board_memory_commands` holds only the
 * commands, by board with the latest first, so the chat itself is never read. INDEXED BY ensures that: if the index no longer
 * fits, the statement fails instead of scanning the table.
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
