import type pg from "pg";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { type MirroredColumn, type MirroredTable, mirroredTables } from "../../database/mirror/mirrored-columns.ts";

/** A mirrored table as the server has it. */
export type SourceTable = {
  table: MirroredTable;
  /** The mirrored columns that it has there, in our order. */
  columns: MirroredColumn[];
  /** The names of all its columns there. */
  columnNames: ReadonlySet<string>;
  /** SQL for a text that changes whenever a row of it changes. */
  versionSql: string;
};

export type SourceSchema = { tables: SourceTable[]; migration: string | null };

type Found = { name: string; kind: string | null; columns: string[] | null };

const versionOfRow = "(xmin::text || ':' || ctid::text)";

/**
 * Reads which mirrored tables and columns the server has, wherever its search path finds them. Columns that we do not know are
 * left out, and those of newer versions of Mission Control may be missing.
 * @throws FlightDeckError mirror-schema if a table is missing, or a column that every version has
 */
export async function readSourceSchema(client: pg.Client): Promise<SourceSchema> {
  const names = mirroredTables.map(({ name }) => name);
  const { rows } = await client.query<{ name: string; kind: string | null; columns: string }>(
    `SELECT wanted.name, relkind::text AS kind,
       (SELECT json_agg(attname) FROM pg_attribute
        WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped)::text AS columns
     FROM unnest($1::text[]) AS wanted (name) LEFT JOIN pg_class ON pg_class.oid = to_regclass(wanted.name)`,
    [names],
  );
  const found = new Map(rows.map(({ name, kind, columns }) => [name, { name, kind, columns: parseNames(columns) }]));
  const missing = mirroredTables.filter(({ name }) => !found.get(name)?.columns).map(({ name }) => name);
  if (missing.length > 0) throw lacks(missing.length === 1 ? "the table" : "the tables", missing);
  const tables = mirroredTables.map((table) => sourceTable(table, found.get(table.name)));
  return { tables, migration: await readMigration(client) };
}

function sourceTable(table: MirroredTable, found: Found | undefined): SourceTable {
  const columnNames = new Set(found?.columns ?? []);
  const missing = table.columns.filter(({ name, isLater }) => !isLater && !columnNames.has(name));
  if (missing.length > 0) {
    const columns = missing.map(({ name }) => `${table.name}.${name}`);
    throw lacks(columns.length === 1 ? "the column" : "the columns", columns);
  }
  return {
    table,
    columns: table.columns.filter(({ name }) => columnNames.has(name)),
    columnNames,
    // Views and foreign tables have no row versions of their own.
    versionSql: ["r", "p", "m"].includes(found?.kind ?? "") ? versionOfRow : `md5(${table.name}::text)`,
  };
}

/** Null if it cannot be read, which is no obstacle. */
async function readMigration(client: pg.Client): Promise<string | null> {
  const table = await client.query<{ readable: string | null }>(
    "SELECT has_table_privilege(to_regclass('alembic_version'), 'SELECT') AS readable",
  );
  if (table.rows[0]?.readable !== "t") return null;
  const { rows } = await client.query<{ level: string | null }>(
    "SELECT max(version_num) AS level FROM alembic_version",
  );
  return rows[0]?.level ?? null;
}

function parseNames(json: string | null): string[] | null {
  return json === null ? null : JSON.parse(json);
}

function lacks(what: string, names: string[]): FlightDeckError {
  return new FlightDeckError(
    "mirror-schema",
    `The database lacks ${what} ${names.join(", ")}.`,
    hintsOf("mirror-schema").check,
  );
}
