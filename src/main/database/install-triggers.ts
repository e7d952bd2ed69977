import { isDeepStrictEqual } from "node:util";
import type BetterSqlite3 from "better-sqlite3";

/**
 * Makes the triggers whose names have this start what they should be. Done at each start rather than by a migration, because a
 * migration that rebuilds a table drops its triggers.
 * @param wanted the SQL of each trigger, by its name
 */
export function installTriggers(sqlite: BetterSqlite3.Database, start: string, wanted: Map<string, string>): void {
  if (isDeepStrictEqual(readTriggers(sqlite, start), wanted)) return;
  const make = sqlite.transaction(() => {
    // Read again: another process may have made them in the meantime.
    for (const name of readTriggers(sqlite, start).keys()) sqlite.exec(`DROP TRIGGER ${name}`);
    for (const sql of wanted.values()) sqlite.exec(sql);
  });
  make.immediate();
}

function readTriggers(sqlite: BetterSqlite3.Database, start: string): Map<string, string> {
  const select = sqlite.prepare<[string], { name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB ? || '*'",
  );
  return new Map(select.all(start).map(({ name, sql }) => [name, sql]));
}
