import { gatewayTokenContext } from "../database/gateways.ts";
import { readLocalRows, type StoredRow } from "../database/mirror/local-rows.ts";
import type { MirroredTable } from "../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../database/mirror/row-values.ts";
import type { Database } from "../database/open-database.ts";
import type { Vault } from "../vault/vault.ts";
import { fromSqlite } from "./canonical-values.ts";
import { secretPrint } from "./secret-print.ts";

/**
 * The rows here in the spelling in which they are merged, by id; secrets as fingerprints.
 * @throws FlightDeckError `vault-key` when a secret was sealed under another key
 */
export function readLocalValues(
  db: Database,
  vault: Vault,
  table: MirroredTable,
  ids: readonly string[],
): Map<string, RowValues> {
  const rows = readLocalRows(db, table, ids);
  return new Map([...rows].map(([id, row]) => [id, valuesOf(vault, table, id, row)]));
}

function valuesOf(vault: Vault, { columns }: MirroredTable, id: string, row: StoredRow): RowValues {
  const hide = (sealed: string) => secretPrint(vault, id, vault.open(sealed, gatewayTokenContext(id)));
  return Object.fromEntries(columns.map((column) => [column.name, fromSqlite(column, row[column.name], hide)]));
}
