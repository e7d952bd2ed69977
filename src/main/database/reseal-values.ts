import type { Vault } from "../vault/vault.ts";
import type { Database } from "./database.ts";
import { type SealedColumn, sealedColumns } from "./sealed-values.ts";

export type Resealed = {
  resealed: number;
  /** Values that the old key does not open either. They stay as they are. */
  unreadable: { table: string; id: string }[];
};

type Row = { id: string | number; value: string | Buffer };

/** Seals every value again under another key. Within a transaction; the token addresses that triggers keep must be put back. */
export function resealValues(db: Database, from: Vault, to: Vault): Resealed {
  const result: Resealed = { resealed: 0, unreadable: [] };
  for (const column of sealedColumns) resealColumn(db, column, { from, to, result });
  return result;
}

function resealColumn(
  db: Database,
  { table, column, idColumn, contextOf }: SealedColumn,
  { from, to, result }: { from: Vault; to: Vault; result: Resealed },
): void {
  const rowIds = db.sqlite.prepare<[], number>(`SELECT rowid FROM ${table} WHERE length(${column}) > 0`).pluck().all();
  // One at a time: all kept contents together may not fit into memory.
  const read = db.sqlite.prepare<[number], Row>(
    `SELECT ${idColumn} AS id, ${column} AS value FROM ${table} WHERE rowid = ?`,
  );
  const write = db.sqlite.prepare<[string | Buffer, number]>(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`);
  for (const rowId of rowIds) {
    const row = read.get(rowId);
    if (!row) continue;
    const id = String(row.id);
    const sealed = resealed(row.value, contextOf(id), from, to);
    if (sealed === null) {
      result.unreadable.push({ table, id });
    } else {
      write.run(sealed, rowId);
      result.resealed += 1;
    }
  }
}

/** The value under the other key; null if it cannot be opened. */
function resealed(value: string | Buffer, context: string, from: Vault, to: Vault): string | Buffer | null {
  let plain: string | Buffer;
  try {
    plain = typeof value === "string" ? from.open(value, context) : from.openBytes(value, context);
  } catch {
    return null;
  }
  return typeof plain === "string" ? to.seal(plain, context) : to.sealBytes(plain, context);
}
