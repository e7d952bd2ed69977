import { z } from "zod";
import { type FleetTableName, fleetTables } from "../../../shared/records.ts";
import { keysOf } from "../../../shared/typed-keys.ts";
import { getTableColumns, getTableConfig, getTableName, type SQLiteColumn, type SQLiteTable } from "../drizzle.ts";
import {
  agents,
  boardMemory,
  boards,
  gateways,
  organizationMembers,
  organizations,
  users,
} from "../schema/record-tables.ts";

/** A table of the fleet file and of the database; both spell `name` and `columnName` the same. */
export type FleetTable = {
  name: string;
  schema: (typeof fleetTables)[FleetTableName];
  table: SQLiteTable & { id: SQLiteColumn };
  /** By key of a record, such as `boardId`. */
  columnNames: Map<string, string>;
  /** Likewise: `boolean`, `number`, `json` or `string`. */
  kinds: Map<string, string>;
  /** The keys of columns that have a default where the file gives none. */
  defaults: Set<string>;
  references: { key: string; table: string }[];
};

const tables = { organizations, users, organizationMembers, gateways, boards, agents, boardMemory } satisfies Record<
  FleetTableName,
  SQLiteTable
>;

/** In the order in which rows may refer to earlier tables. */
export const importedTables: FleetTable[] = keysOf(fleetTables).map((key) => ({
  name: getTableName(tables[key]),
  schema: fleetTables[key],
  table: tables[key],
  columnNames: columnNamesOf(key),
  kinds: kindsOf(key),
  defaults: new Set(
    Object.entries(fleetTables[key].shape).flatMap(([field, schema]) =>
      schema instanceof z.ZodDefault ? [field] : [],
    ),
  ),
  references: referencesOf(tables[key]),
}));

function columnNamesOf(key: FleetTableName): Map<string, string> {
  const columns = Object.entries<SQLiteColumn>(getTableColumns(tables[key]));
  return new Map(columns.map(([field, column]) => [field, column.name]));
}

function kindsOf(key: FleetTableName): Map<string, string> {
  const columns = Object.entries<SQLiteColumn>(getTableColumns(tables[key]));
  return new Map(columns.map(([field, column]) => [field, column.dataType]));
}

/** The schema's own foreign keys. */
function referencesOf(table: SQLiteTable): FleetTable["references"] {
  const keys = new Map(Object.entries<SQLiteColumn>(getTableColumns(table)).map(([key, column]) => [column.name, key]));
  return getTableConfig(table).foreignKeys.flatMap((foreignKey) => {
    const { columns, foreignTable } = foreignKey.reference();
    return columns.map((column) => ({ key: keys.get(column.name) ?? column.name, table: getTableName(foreignTable) }));
  });
}
