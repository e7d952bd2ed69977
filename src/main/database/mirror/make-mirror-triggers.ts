import type BetterSqlite3 from "better-sqlite3";
import { installTriggers } from "../install-triggers.ts";
import { type MirroredTable, mirroredTables } from "./mirrored-columns.ts";

/**
 * Installs the triggers that note every changed record in `mirror_changes`, in the transaction of the change and whoever makes
 * it. They do nothing while there is no source, and while a pull writes.
 */
export function makeMirrorTriggers(sqlite: BetterSqlite3.Database): void {
  const wanted = new Map(mirroredTables.filter((table) => table.isWrittenHere).flatMap(triggersOf));
  installTriggers(sqlite, "mirror_", wanted);
}

function triggersOf(table: MirroredTable): [string, string][] {
  const columns = table.columns.filter(({ changedHere }) => changedHere).map(({ name }) => name);
  const changed = columns.map((name) => `OLD.${name} IS NOT NEW.${name}`).join(" OR ");
  const triggers = [
    trigger(table.name, "insert", `INSERT ON ${table.name}`, "NEW", "true"),
    trigger(table.name, "delete", `DELETE ON ${table.name}`, "OLD", "true"),
  ];
  if (columns.length === 0) return triggers;
  return [
    ...triggers,
    trigger(table.name, "update", `UPDATE OF ${columns.join(", ")} ON ${table.name}`, "NEW", `(${changed})`),
  ];
}

/** Mission Control never gets the practice fleet. */
function gatewayOf(table: string, row: "NEW" | "OLD"): string {
  if (table === "gateways") return `${row}.id`;
  if (table === "board_memory") return `(SELECT gateway_id FROM boards WHERE id = ${row}.board_id)`;
  return `${row}.gateway_id`;
}

function trigger(table: string, verb: string, event: string, row: "NEW" | "OLD", condition: string): [string, string] {
  const name = `mirror_${table}_${verb}`;
  const sql = `CREATE TRIGGER ${name} AFTER ${event}
WHEN ${condition} AND EXISTS (SELECT 1 FROM mirror_source WHERE NOT pulling)
  AND NOT EXISTS (
    SELECT 1 FROM settings WHERE key = 'practice.gateway-id' AND value = ${gatewayOf(table, row)}
  )
BEGIN
  UPDATE mirror_source SET change_count = change_count + 1;
  INSERT INTO mirror_changes (table_name, row_id, revision, changed_at)
  SELECT '${table}', ${row}.id, change_count, strftime('%Y-%m-%dT%H:%M:%f000Z', 'now') FROM mirror_source WHERE true
  ON CONFLICT (table_name, row_id) DO UPDATE SET revision = excluded.revision, changed_at = excluded.changed_at;
END`;
  return [name, sql];
}
