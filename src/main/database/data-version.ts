import type { Database } from "./open-database.ts";

/** A number that changes when another connection, of this or of another process, has written to the database. */
export function dataVersion(db: Database): number {
  return Number(db.sqlite.pragma("data_version", { simple: true }));
}
