import BetterSqlite3 from "better-sqlite3";
import { databaseFileOf } from "./database-file.ts";

/** What a shell may complete from the records. */
export type NamedKind = "gateways" | "boards" | "agents" | "organizations" | "runs";

/** More than anyone reads in a terminal. */
const most = 500;
const patienceMs = 50;

const queries: Record<NamedKind, string> = {
  gateways: "SELECT DISTINCT name FROM gateways ORDER BY name COLLATE NOCASE LIMIT ?",
  boards: "SELECT DISTINCT name FROM boards ORDER BY name COLLATE NOCASE LIMIT ?",
  agents: "SELECT DISTINCT name FROM agents ORDER BY name COLLATE NOCASE LIMIT ?",
  organizations: "SELECT DISTINCT name FROM organizations ORDER BY name COLLATE NOCASE LIMIT ?",
  runs: "SELECT substr(id, 1, 8) AS name FROM runs ORDER BY started_at DESC LIMIT ?",
};

/** The names of a kind, read from a data folder as it is: nothing is made, migrated or locked. Empty where that does not work. */
export function peekNames(dataDir: string, kind: NamedKind): string[] {
  let database: BetterSqlite3.Database | undefined;
  try {
    database = new BetterSqlite3(databaseFileOf(dataDir), { readonly: true, fileMustExist: true, timeout: patienceMs });
    return database
      .prepare<[number], { name: string }>(queries[kind])
      .all(most)
      .map(({ name }) => name);
  } catch {
    return [];
  } finally {
    database?.close();
  }
}
