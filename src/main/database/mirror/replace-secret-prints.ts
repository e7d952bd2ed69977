import { wholeRow } from "../../../shared/mirror-push.ts";
import type { Database } from "../database.ts";
import { mirroredTables } from "./mirrored-columns.ts";

/** The fingerprint under the new key of what had this one under the old key. */
export type PrintMap = (print: string) => string;

/** The sealed tokens of gateways, with the gateways' ids. Conflicts keep some of gateways that are gone. */
export function listSealedTokens({ sqlite }: Database): { id: string; sealed: string }[] {
  return sqlite
    .prepare<[], { id: string; sealed: string }>(
      `SELECT id, token AS sealed FROM gateways WHERE token IS NOT NULL
       UNION SELECT row_id, sealed_secret FROM mirror_conflicts WHERE sealed_secret IS NOT NULL`,
    )
    .all();
}

/** Replaces the fingerprints of secrets wherever the mirror compares them. Within a transaction. */
export function replaceSecretPrints(db: Database, printFor: PrintMap): void {
  for (const { name: table, columns } of mirroredTables) {
    const secrets = columns.filter(({ kind }) => kind === "secret").map(({ name }) => name);
    if (secrets.length === 0) continue;
    const inRow = (row: string | null) => (row === null ? null : replaceIn(row, secrets, printFor));
    replaceColumns(db, { from: "mirror_rows", table, columns: ["base"] }, inRow);
    replaceColumns(db, { from: "mirror_changes", table, columns: ["sent"] }, inRow);
    const versions = ["base", "ours", "theirs"];
    replaceColumns(db, { from: "mirror_conflicts", table, columns: versions, column: wholeRow }, inRow);
    const ofSecret = (print: string | null) => (print === null ? null : printFor(print));
    for (const column of secrets) {
      replaceColumns(db, { from: "mirror_conflicts", table, columns: versions, column }, ofSecret);
    }
  }
}

function replaceIn(row: string, secrets: string[], printFor: PrintMap): string {
  const values = JSON.parse(row) as Record<string, string | null> | null;
  if (values === null) return row;
  const replaced = secrets.flatMap((name) => {
    const print = values[name];
    return typeof print === "string" ? [[name, printFor(print)] as const] : [];
  });
  return JSON.stringify({ ...values, ...Object.fromEntries(replaced) });
}

type Rows = { from: string; table: string; columns: string[]; column?: string };

function replaceColumns(
  { sqlite }: Database,
  { from, table, columns, column }: Rows,
  change: (value: string | null) => string | null,
): void {
  const where = column === undefined ? "table_name = :table" : "table_name = :table AND column_name = :column";
  const rows = sqlite
    .prepare<object, Record<string, string | null> & { rowId: number }>(
      `SELECT rowid AS rowId, ${columns.join(", ")} FROM ${from} WHERE ${where}`,
    )
    .all({ table, ...(column === undefined ? {} : { column }) });
  const write = sqlite.prepare(`UPDATE ${from} SET ${columns.map((name) => `${name} = ?`).join(", ")} WHERE rowid = ?`);
  for (const row of rows) write.run(...columns.map((name) => change(row[name] ?? null)), row.rowId);
}
