import type { Database } from "../database.ts";

export type ForeignKey = { table: string; from: string; parent: string; to: string; onDelete: string };

/** The references between all tables, as the database has them. */
export function readForeignKeys(db: Database): ForeignKey[] {
  return db.sqlite
    .prepare<[], ForeignKey>(`
      SELECT tables.name AS "table", keys."from", keys."table" AS parent, coalesce(keys."to", 'id') AS "to",
        keys.on_delete AS onDelete
      FROM sqlite_master AS tables JOIN pragma_foreign_key_list(tables.name) AS keys
      WHERE tables.type = 'table' ORDER BY tables.name, keys.id
    `)
    .all();
}
