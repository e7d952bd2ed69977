import type BetterSqlite3 from "better-sqlite3";
import type { BetterSQLite3Database } from "./drizzle.ts";

/** An open database. Queries take it as their first argument. */
export type Database = {
  orm: BetterSQLite3Database;
  sqlite: BetterSqlite3.Database;
  close(): void;
};
