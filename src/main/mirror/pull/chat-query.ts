import { whiteSpaceCodePoints } from "../../database/sql/chat-command-sql.ts";

/** The table with the boards' chats, of which only the commands are mirrored. */
export const chatTable = "board_memory";

const whiteSpace = String.fromCodePoint(...whiteSpaceCodePoints);

type Filter = { where: string; values: unknown[] };

/** @param first the number of the first parameter. */
export function commandsOnly(table: string, first = 1): Filter {
  return {
    // Most lines have no slash, and looking for one is six times faster than trimming the line.
    where: `${table}.is_chat AND strpos(${table}.content, '/') > 0 AND lower(btrim(${table}.content, $${first})) IN ('/pause', '/resume')`,
    values: [whiteSpace],
  };
}

/** Mission Control's own clock sets `created_at`, and a row is seen only once its transaction has ended. */
const overlap = "interval '1 hour'";

/**
 * Commands since the last pull. The index on board, is_chat and created_at is used board by board.
 * @param since PostgreSQL's time at the last pull.
 */
export function newCommandsOnly(table: string, since: string): Filter {
  const commands = commandsOnly("chat", 2);
  return {
    where: `id IN (
      SELECT chat.id FROM boards CROSS JOIN LATERAL (
        SELECT * FROM ${table} AS line
        WHERE line.board_id = boards.id AND line.is_chat
          AND line.created_at >= ($1::timestamptz AT TIME ZONE 'UTC') - ${overlap}
        OFFSET 0
      ) AS chat
      WHERE ${commands.where}
    )`,
    values: [since, ...commands.values],
  };
}
