import type pg from "pg";
import type { ColumnKind, MirroredColumn } from "../../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../../database/mirror/row-values.ts";
import type { Vault } from "../../vault/vault.ts";
import { type RemoteValues, readRemoteValues } from "../remote-values.ts";
import type { SourceTable } from "../source/read-source-schema.ts";

export type RemoteRow = RemoteValues & { version: string };

type TextRow = Record<string, string | null>;

/** Without row-level security, so that PostgreSQL refuses a query that would hide rows: a hidden row must not count as deleted. */
const settings =
  "SET LOCAL row_security = off; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = '120s'";

/** Begins a transaction that prints values as `fromPostgres` reads them. */
export async function beginWriting(client: pg.Client): Promise<void> {
  await client.query(`BEGIN ISOLATION LEVEL READ COMMITTED; ${settings}`);
}

/**
 * Reads rows and locks them until the end of the transaction, by id. Mission Control locks an agent's row while it provisions
 * it, so this waits until it has finished.
 */
export async function lockRows(
  client: pg.Client,
  vault: Vault,
  source: SourceTable,
  ids: readonly string[],
): Promise<Map<string, RemoteRow>> {
  const sql = `SELECT ${returned(source)} FROM ${source.table.name} WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`;
  const { rows } = await client.query<TextRow>(sql, [ids]);
  return toRemoteRows(vault, source, rows);
}

export type RemoteChange = { id: string; values: RowValues };

/** Changes columns of rows that are locked; returns the rows as they are now. One statement for each set of columns. */
export async function updateRows(
  client: pg.Client,
  vault: Vault,
  source: SourceTable,
  changes: readonly RemoteChange[],
): Promise<Map<string, RemoteRow>> {
  const all = new Map<string, RemoteRow>();
  for (const { columns, group } of groupByColumns(source, changes)) {
    const touched = source.columnNames.has("updated_at") ? [...assign(columns), stamp] : assign(columns);
    const sql = `UPDATE ${source.table.name} AS there SET ${touched.join(", ")}
      FROM ${unnest(columns)} WHERE there.id = ours.id::uuid RETURNING ${returned(source, "there.")}`;
    const { rows } = await client.query<TextRow>(sql, parameters(columns, group));
    for (const [id, row] of toRemoteRows(vault, source, rows)) all.set(id, row);
  }
  return all;
}

/** Mission Control's rows say when they were changed, in UTC. */
const stamp = "updated_at = now() AT TIME ZONE 'UTC'";

/** Adds rows. One that has been added in the meantime is not in the answer, and is left as it is. */
export async function insertRows(
  client: pg.Client,
  vault: Vault,
  source: SourceTable,
  added: readonly RemoteChange[],
): Promise<Map<string, RemoteRow>> {
  const all = new Map<string, RemoteRow>();
  for (const { columns, group } of groupByColumns(source, added)) {
    const names = ["id", ...columns.map(({ name }) => name)];
    const values = ["ours.id::uuid", ...columns.map((column) => `ours.${column.name}::${sqlTypes[column.kind]}`)];
    const sql = `INSERT INTO ${source.table.name} (${names.join(", ")}) SELECT ${values.join(", ")}
      FROM ${unnest(columns)} ON CONFLICT (id) DO NOTHING RETURNING ${returned(source)}`;
    const { rows } = await client.query<TextRow>(sql, parameters(columns, group));
    for (const [id, row] of toRemoteRows(vault, source, rows)) all.set(id, row);
  }
  return all;
}

export async function deleteRows(client: pg.Client, { table }: SourceTable, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await client.query(`DELETE FROM ${table.name} WHERE id = ANY($1::uuid[])`, [ids]);
}

export const sqlTypes: Record<ColumnKind, string> = {
  text: "text",
  secret: "text",
  uuid: "uuid",
  time: "timestamp",
  json: "json",
  int: "bigint",
  bool: "boolean",
};

type Group = { columns: MirroredColumn[]; group: RemoteChange[] };

function groupByColumns({ columns }: SourceTable, changes: readonly RemoteChange[]): Group[] {
  const named = ({ values }: RemoteChange) => columns.filter(({ name }) => name !== "id" && name in values);
  const groups = Map.groupBy(changes, (change) =>
    named(change)
      .map(({ name }) => name)
      .join(),
  );
  return [...groups.values()].map((group) => ({ group, columns: group[0] ? named(group[0]) : [] }));
}

function assign(columns: readonly MirroredColumn[]): string[] {
  const own = columns.filter(({ name }) => name !== "updated_at");
  return own.map(({ name, kind }) => `${name} = ours.${name}::${sqlTypes[kind]}`);
}

function unnest(columns: readonly MirroredColumn[]): string {
  const places = ["id", ...columns.map(({ name }) => name)].map((_, index) => `$${index + 1}::text[]`);
  return `unnest(${places.join(", ")}) AS ours (id${columns.map(({ name }) => `, ${name}`).join("")})`;
}

function parameters(columns: readonly MirroredColumn[], group: readonly RemoteChange[]): (string | null)[][] {
  return [group.map(({ id }) => id), ...columns.map(({ name }) => group.map(({ values }) => values[name] ?? null))];
}

function returned({ columns, table, versionSql }: SourceTable, prefix = ""): string {
  // The version names the table's hidden columns, or the table itself.
  const version = prefix === "" ? versionSql : versionSql.replace(`${table.name}::text`, "there::text");
  const qualified = prefix === "" ? version : version.replace(/\b(xmin|ctid)\b/g, `${prefix}$1`);
  return [...columns.map(({ name }) => `${prefix}${name}`), `${qualified} AS row_version`].join(", ");
}

function toRemoteRows(vault: Vault, { columns }: SourceTable, rows: readonly TextRow[]): Map<string, RemoteRow> {
  return new Map(
    rows.map((row) => {
      const id = String(row.id).toLowerCase();
      const read = readRemoteValues(vault, id, columns, ({ name }) => row[name]);
      return [id, { version: String(row.row_version), ...read }];
    }),
  );
}
