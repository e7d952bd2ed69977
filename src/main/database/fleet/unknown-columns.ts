import type { FleetTable } from "./fleet-tables.ts";
import { nameRow } from "./name-row.ts";
import { nearestName } from "./nearest-name.ts";
import { ownColumnsOf } from "./own-columns.ts";

/** Mission Control's columns that Flight Deck has no use for. */
const leftOut: Record<string, string[]> = {
  users: ["clerk_user_id", "is_super_admin", "active_organization_id", "created_at", "updated_at"],
  organization_members: ["all_boards_read", "all_boards_write", "updated_at"],
  agents: ["provision_confirm_token_hash", "delete_confirm_token_hash"],
  boards: ["board_group_id"],
  board_memory: ["updated_at"],
};

const longestShown = 60;

/** The columns of a row that are not read and that Mission Control does not have either. */
export function unknownColumns({ name, columnNames, schema }: FleetTable, row: object): string[] {
  const read = new Set([...columnNames].filter(([key]) => key in schema.shape).map(([, columnName]) => columnName));
  const skipped = new Set([...(leftOut[name] ?? []), ...ownColumnsOf(name)]);
  return Object.keys(row).filter((column) => !read.has(column) && !skipped.has(column));
}

/** Warns of each unknown column of a table in a file once, with the column that was probably meant. */
export function warnOfColumns(fleetTable: FleetTable, file: string | null, found: Map<string, number[]>): string[] {
  const known = [...fleetTable.columnNames.values(), ...ownColumnsOf(fleetTable.name)];
  return [...found].map(([column, indices]) => {
    const nearest = nearestName(column, known);
    const shown = column.replace(/[\s\p{C}]+/gu, " ").slice(0, longestShown);
    const [first = 0] = indices;
    const where = indices.length === 1 ? `row ${first + 1}` : `${indices.length} rows, the first is row ${first + 1}`;
    const meant = nearest === null ? "Flight Deck has no such column." : `Did you mean ${nearest}?`;
    const table = nameRow({ file, table: fleetTable.name, index: null, name: null, field: null });
    return `${table}: the column "${shown}" is not read (${where}). ${meant}`;
  });
}
