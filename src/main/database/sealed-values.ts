import { keyIdOf, sealedStartChars } from "../vault/vault.ts";
import { partsOfSecretId } from "./bin/bin-secrets.ts";
import { sessionKeyContext } from "./browser-sessions.ts";
import { contentContext } from "./contents.ts";
import type { Database } from "./database.ts";
import { deviceTokenContext } from "./device-tokens.ts";
import { gatewayTokenContext } from "./gateways.ts";
import { mirrorUrlContext } from "./mirror/mirror-source.ts";
import { proxyContext } from "./network-settings.ts";
import { sinkUrlContext } from "./notifications/notification-sinks.ts";
import { moveContext } from "./workspace-moves.ts";

/** A column with sealed values. */
export type SealedColumn = {
  table: string;
  column: string;
  /** The column that tells what the value belongs to. */
  idColumn: string;
  /** What its values are sealed for. */
  contextOf(id: string): string;
};

/** Every column with sealed values: a rotation of the data key seals them all again. A test looks for columns that are missing. */
export const sealedColumns = [
  { table: "gateways", column: "token", idColumn: "id", contextOf: gatewayTokenContext },
  { table: "gateway_device_tokens", column: "token", idColumn: "gateway_id", contextOf: deviceTokenContext },
  { table: "contents", column: "sealed", idColumn: "sha256", contextOf: contentContext },
  { table: "workspace_moves", column: "sealed_files", idColumn: "agent_id", contextOf: moveContext },
  { table: "mirror_source", column: "sealed_url", idColumn: "id", contextOf: () => mirrorUrlContext },
  { table: "mirror_conflicts", column: "sealed_secret", idColumn: "row_id", contextOf: gatewayTokenContext },
  { table: "browser_sessions", column: "key", idColumn: "id", contextOf: sessionKeyContext },
  { table: "notification_sinks", column: "sealed_url", idColumn: "id", contextOf: sinkUrlContext },
  { table: "network_proxy", column: "sealed_url", idColumn: "id", contextOf: () => proxyContext },
  { table: "bin_secrets", column: "sealed", idColumn: "id", contextOf: binSecretContext },
] as const satisfies readonly SealedColumn[];

/** A deleted record's value is sealed for the row that it had. */
function binSecretContext(id: string): string {
  const { table, rowId } = partsOfSecretId(id);
  const sealed: SealedColumn | undefined = sealedColumns.find((column) => column.table === table);
  return sealed ? sealed.contextOf(rowId) : id;
}

export type SealedTable = (typeof sealedColumns)[number]["table"];

/** No table has more than one. */
export function sealedColumnOf(table: SealedTable): SealedColumn {
  const found = sealedColumns.find((sealed) => sealed.table === table);
  if (!found) throw new Error(`${table} has no sealed column`);
  return found;
}

/** The ids of the keys that values in the database are sealed under. */
export function readSealingKeyIds(db: Database): Set<string> {
  const starts = sealedColumns.flatMap(({ table, column }) =>
    db.sqlite
      .prepare<[], string | null>(
        `SELECT DISTINCT CAST(substr(${column}, 1, ${sealedStartChars}) AS TEXT) FROM ${table}`,
      )
      .pluck()
      .all(),
  );
  return new Set(starts.flatMap((start) => keyIdOf(start ?? "") ?? []));
}
