import type { Database } from "./database.ts";
import { eq } from "./drizzle.ts";
import { boardTemplates } from "./schema/template-tables.ts";

/** The folder of the set that a board has of its own, by board; null follows its gateway. */
export function readBoardFolders(db: Database): (boardId: string) => string | null {
  const rows = db.orm.select().from(boardTemplates).all();
  const folders = new Map(rows.map(({ boardId, folder }) => [boardId, folder]));
  return (boardId) => folders.get(boardId) ?? null;
}

/** A board with a set of its own. */
export type BoardWithSet = { boardId: string; name: string; folder: string; lastRead: string | null };

/** The boards with sets of their own that are on a gateway, or have agents there. */
export function listBoardsWithSets(db: Database, gatewayId: string): BoardWithSet[] {
  return db.sqlite
    .prepare<{ gatewayId: string }, BoardWithSet>(`
      SELECT board_id AS boardId, name, folder, last_read AS lastRead
      FROM board_templates JOIN boards ON boards.id = board_id
      WHERE boards.gateway_id = :gatewayId
        OR EXISTS (SELECT 1 FROM agents WHERE agents.board_id = boards.id AND agents.gateway_id = :gatewayId)
      ORDER BY board_id
    `)
    .all({ gatewayId });
}

export function saveBoardFolder(db: Database, boardId: string, folder: string | null): void {
  if (folder === null) {
    db.orm.delete(boardTemplates).where(eq(boardTemplates.boardId, boardId)).run();
    return;
  }
  const row = { folder, lastRead: null };
  db.orm
    .insert(boardTemplates)
    .values({ boardId, ...row })
    .onConflictDoUpdate({ target: boardTemplates.boardId, set: row })
    .run();
}

/** The version of a board's set that was read last. */
export function saveBoardRead(db: Database, boardId: string, lastRead: string): void {
  db.orm.update(boardTemplates).set({ lastRead }).where(eq(boardTemplates.boardId, boardId)).run();
}
