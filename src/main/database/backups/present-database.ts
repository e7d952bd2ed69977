import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { messageOf } from "../../../shared/errors.ts";
import { readDataKeyId } from "../data-key-id.ts";
import type { Database } from "../database.ts";
import { drizzle } from "../drizzle.ts";
import { explainDatabaseFailure, isDamage } from "../explain-database-failure.ts";
import { databaseFileOf } from "../open-database.ts";
import { hasTable } from "../stored-tables.ts";

/** The database of a data folder as it is, which a restore replaces. */
export type PresentDatabase = {
  path: string;
  /** In the format that it has; null if it cannot be read. */
  database: Database | null;
  /** Why it cannot be read; null if it can. */
  problem: string | null;
};

/**
 * Opens the present database without changing its format. One that is missing or damaged is no error: that is what backups are for.
 * @throws FlightDeckError database-unreadable if this user may not read it, database-unwritable if another program holds it
 */
export function openPresentDatabase(dataDir: string): PresentDatabase {
  const path = databaseFileOf(dataDir);
  if (!existsSync(path)) return { path, database: null, problem: `${path} does not exist` };
  if (statSync(path).size === 0) return { path, database: null, problem: `${path} is empty` };
  let opened: BetterSqlite3.Database | null = null;
  try {
    const sqlite = new BetterSqlite3(path, { timeout: 5_000, fileMustExist: true });
    opened = sqlite;
    // Its end may move what was restored from the log into the file.
    sqlite.pragma("fullfsync = ON");
    const finding = sqlite.pragma("quick_check(1)", { simple: true });
    const database = { sqlite, orm: drizzle({ client: sqlite }), close: () => sqlite.close() };
    if (finding === "ok") return { path, database, problem: null };
    sqlite.close();
    return { path, database: null, problem: `${path} is damaged: ${finding}` };
  } catch (error) {
    opened?.close();
    if (isDamage(error)) return { path, database: null, problem: `${path} is damaged: ${messageOf(error)}` };
    throw explainDatabaseFailure(path, error);
  }
}

/** The gateways of a database; of one that cannot be read, all gateways that were ever locked in this folder. */
export function gatewaysOf(dataDir: string, { database }: PresentDatabase): { id: string; name: string }[] {
  if (database && hasTable(database, "gateways")) {
    return database.sqlite.prepare<[], { id: string; name: string }>("SELECT id, name FROM gateways").all();
  }
  const folder = join(dataDir, "locks");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const ids = names.filter((name) => name.endsWith(".held")).map((name) => name.slice(0, -".held".length));
  return ids.map((id) => ({ id, name: id }));
}

/** The data key that a database names; null if it names none or cannot be read. */
export function notedKeyIdOf({ database }: PresentDatabase): string | null {
  return database && hasTable(database, "settings") ? readDataKeyId(database) : null;
}
