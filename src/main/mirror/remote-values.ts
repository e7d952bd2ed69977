import { gatewayTokenContext } from "../database/gateways.ts";
import type { MirroredColumn } from "../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../database/mirror/row-values.ts";
import type { Vault } from "../vault/vault.ts";
import { fromPostgres } from "./canonical-values.ts";
import { secretPrint } from "./secret-print.ts";

/** A row as PostgreSQL has it; `sealedSecret` is its secret, sealed for SQLite. */
export type RemoteValues = { values: RowValues; sealedSecret: string | null };

/**
 * Reads the columns of a row that PostgreSQL has printed. Only gateways have a secret.
 * @param textOf what it printed for a column
 */
export function readRemoteValues(
  vault: Vault,
  id: string,
  columns: readonly MirroredColumn[],
  textOf: (column: MirroredColumn, index: number) => string | null | undefined,
): RemoteValues {
  let sealedSecret: string | null = null;
  const hide = (secret: string) => {
    sealedSecret = vault.seal(secret, gatewayTokenContext(id));
    return secretPrint(vault, id, secret);
  };
  const values = columns.map((column, index) => {
    return [column.name, fromPostgres(column, textOf(column, index) ?? null, hide)] as const;
  });
  return { values: Object.fromEntries(values), sealedSecret };
}
