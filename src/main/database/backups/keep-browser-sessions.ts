import type { Database } from "../database.ts";

const table = "browser_sessions";

/**
 * Gives a staged database the browsers that have access now: a restore neither ends access nor brings ended access back. A database of
 * an earlier version with other columns is left out: its browsers need a new link.
 */
export function keepBrowserSessions(present: Database, stage: Database): void {
  const columns = columnsOf(present);
  if (columns.length === 0 || columns.join() !== columnsOf(stage).join()) return;
  const names = columns.map((name) => `"${name}"`).join(", ");
  const rows = present.sqlite.prepare<[], unknown[]>(`SELECT ${names} FROM ${table}`).raw().all();
  const insert = stage.sqlite.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
  for (const row of rows) insert.run(...row);
}

function columnsOf({ sqlite }: Database): string[] {
  return sqlite.prepare<[string], string>("SELECT name FROM pragma_table_info(?) ORDER BY name").pluck().all(table);
}
