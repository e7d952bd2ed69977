import type { Database } from "./open-database.ts";

/** A number that changes when another connection, of this or another process, writes to the database. */
export function dataVersion(db: Database): number {
  return Number(db.sqlite.pragma("data_version", { simple: true }));
}
