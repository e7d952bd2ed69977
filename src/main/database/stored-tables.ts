import type { Database } from "./database.ts";

/** Whether a database, perhaps one of another version, has this table. */
export function hasTable({ sqlite }: Pick<Database, "sqlite">, name: string): boolean {
  return sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

/** The columns of a table that are stored: not those that SQLite computes. */
export function storedColumns({ sqlite }: Pick<Database, "sqlite">, table: string): string[] {
  return sqlite.prepare<[string], string>("SELECT name FROM pragma_table_info(?)").pluck().all(table);
}
