import type { Database } from "../database.ts";
import { storedColumns } from "../stored-tables.ts";
import type { BinContent, Detached, StoredRow } from "./bin-content.ts";
import { type ForeignKey, readForeignKeys } from "./foreign-keys.ts";

/** Rows of a table by their ids, or by their places in a table without ids. */
export type Root = { table: string; ids?: readonly string[]; rowIds?: readonly number[] };

/** What a sync or a check finds again by itself. */
const notKept = [
  "agent_renderings",
  "agent_sync_states",
  "agent_revisions",
  "agent_heartbeats",
  "gateway_rosters",
  "notified_gateways",
];

/** Reads rows that are about to be deleted, with all rows that the database deletes or detaches with them. */
export function captureRows(db: Database, roots: readonly Root[]): Pick<BinContent, "tables" | "detached"> {
  const keys = readForeignKeys(db);
  const captured = new Map<string, Map<number, StoredRow>>();
  const detached: Detached[] = [];
  const capture = (table: string, column: string, values: readonly unknown[]): void => {
    if (notKept.includes(table)) return;
    const known = captured.get(table) ?? new Map<number, StoredRow>();
    const found = selectRows(db, table, column, values).filter(([rowId]) => !known.has(rowId));
    if (found.length === 0) return;
    captured.set(table, known);
    for (const [rowId, row] of found) known.set(rowId, row);
    for (const key of keys) {
      if (key.parent !== table) continue;
      const parents = found.map(([, row]) => row[key.to]);
      if (key.onDelete === "CASCADE") capture(key.table, key.from, parents);
      if (key.onDelete === "SET NULL") detached.push(...findDetached(db, key, parents));
    }
  };
  for (const { table, ids = [], rowIds = [] } of roots) {
    if (ids.length > 0) capture(table, "id", ids);
    if (rowIds.length > 0) capture(table, "rowid", rowIds);
  }
  return { tables: [...captured].map(([table, rows]) => ({ table, rows: [...rows.values()] })), detached };
}

function selectRows(db: Database, table: string, column: string, values: readonly unknown[]): [number, StoredRow][] {
  const columns = storedColumns(db, table).map((name) => `"${name}"`);
  const rows = db.sqlite
    .prepare<[string], StoredRow & { "@row": number }>(
      `SELECT rowid AS "@row", ${columns.join(", ")} FROM ${table}
       WHERE ${column} IN (SELECT value FROM json_each(?)) ORDER BY rowid`,
    )
    .all(JSON.stringify(values));
  return rows.map(({ "@row": rowId, ...row }) => [rowId, row]);
}

function findDetached(db: Database, { table, from }: ForeignKey, parents: readonly unknown[]): Detached[] {
  return selectRows(db, table, from, parents).map(([, row]) => {
    return { table, id: String(row.id), column: from, value: String(row[from]) };
  });
}
