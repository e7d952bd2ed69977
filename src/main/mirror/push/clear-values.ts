import { readGatewayToken } from "../../database/gateways.ts";
import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../../database/mirror/row-values.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";

/**
 * The values as Mission Control stores them: merging knows secrets by their fingerprints only. A token that was given for
 * another address than the row has now stays here.
 */
export function clearValues(
  { database, vault }: { database: Database; vault: Vault },
  { columns }: MirroredTable,
  id: string,
  values: RowValues,
): RowValues {
  const secret = columns.find(({ kind, name }) => kind === "secret" && (values[name] ?? null) !== null);
  if (!secret) return values;
  const { [secret.name]: _, ...rest } = values;
  const token = readGatewayToken(database, vault, id);
  return token === null ? rest : { ...rest, [secret.name]: token };
}
