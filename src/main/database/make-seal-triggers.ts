import type BetterSqlite3 from "better-sqlite3";
import { replacedKeyStart } from "./data-key-id.ts";
import { installTriggers } from "./install-triggers.ts";
import { type SealedColumn, sealedColumns } from "./sealed-values.ts";

/**
 * Installs triggers that refuse a value that is sealed under a key that was replaced: a command may have sealed it just before,
 * and store it just after.
 */
export function makeSealTriggers(sqlite: BetterSqlite3.Database): void {
  installTriggers(sqlite, "sealed_", new Map(sealedColumns.flatMap(triggersOf)));
}

function triggersOf({ table, column }: SealedColumn): [string, string][] {
  return [
    trigger(`sealed_${table}_insert`, `INSERT ON ${table}`, column),
    trigger(`sealed_${table}_update`, `UPDATE OF ${column} ON ${table}`, column),
  ];
}

/** A sealed value starts with `fd1.<key id>.` */
function trigger(name: string, event: string, column: string): [string, string] {
  const keyId = `CAST(substr(NEW.${column}, 5, 8) AS TEXT)`;
  const sql = `CREATE TRIGGER ${name} BEFORE ${event}
WHEN EXISTS (SELECT 1 FROM settings WHERE key = '${replacedKeyStart}' || ${keyId})
BEGIN
  SELECT RAISE(ABORT, 'it is sealed under a data key that was replaced; run the command again');
END`;
  return [name, sql];
}
