import type { Database } from "../database.ts";
import { storedColumns } from "../stored-tables.ts";

const table = "browser_sessions";

/**
 * Gives a staged database the browsers that have access now: a restore neither ends access nor brings ended access back. A database of
 * an earlier version with other columns is left out: its browsers need a new link.
 */
export function keepBrowserSessions(present: Database, stage: Database): void {
  const columns = storedColumns(present, table).sort();
  if (columns.length === 0 || columns.join() !== storedColumns(stage, table).sort().join()) return;
  const names = columns.map((name) => `"${name}"`).join(", ");
  const rows = present.sqlite.prepare<[], unknown[]>(`SELECT ${names} FROM ${table}`).raw().all();
  const insert = stage.sqlite.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
  for (const row of rows) insert.run(...row);
}
