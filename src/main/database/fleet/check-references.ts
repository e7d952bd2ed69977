import { type FleetTable, importedTables } from "./fleet-tables.ts";
import type { FleetProblem, FleetRow } from "./parse-fleet.ts";

/**
 * Finds the rows that refer to a row that is neither in the file nor in the database.
 * @param existingIds which of these ids exist in a table of the database.
 */
export function checkReferences(
  rows: Map<string, FleetRow[]>,
  existingIds: (fleetTable: FleetTable, ids: string[]) => Set<string>,
): FleetProblem[] {
  const dangling = importedTables.flatMap(({ name, references, columnNames }) =>
    references.flatMap((reference) => {
      const known = new Set(rows.get(reference.table)?.map((row) => row.id));
      return (rows.get(name) ?? []).flatMap(({ file, index, name: rowName, values }) => {
        const id = values[reference.key];
        const field = columnNames.get(reference.key) ?? reference.key;
        return typeof id !== "string" || known.has(id)
          ? []
          : [{ file, table: name, index, name: rowName, field, id, target: reference.table }];
      });
    }),
  );
  return importedTables.flatMap((fleetTable) => {
    const toTable = dangling.filter(({ target }) => target === fleetTable.name);
    const existing = existingIds(fleetTable, [...new Set(toTable.map(({ id }) => id))]);
    return toTable
      .filter(({ id }) => !existing.has(id))
      .map(({ id, target, ...place }) => {
        const reason = `refers to ${id}, which is in ${target} of neither the file nor the database`;
        return { ...place, reason, badId: id };
      });
  });
}
