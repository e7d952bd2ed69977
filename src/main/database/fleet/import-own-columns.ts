import type { ImportedRow, ImportReport } from "../../../shared/import-report.ts";
import type { TemplateVariable } from "../../../shared/variables.ts";
import { forgetSyncStates } from "../agent-sync-states.ts";
import type { Database } from "../database.ts";
import { listGateways } from "../gateways.ts";
import { nameRow } from "./name-row.ts";
import { changedOwnColumns, readOwnColumns, saveOwnColumns } from "./own-columns.ts";
import type { FleetProblem, FleetRow } from "./parse-fleet.ts";

/** Columns that change nothing that agents get. */
const withoutEffect = ["labels", "label_colour", "label_environment", "check_every_minutes"];

/** The variables that templates cannot use. */
export function checkVariables(
  rows: Map<string, FleetRow[]>,
  { variableFault }: { variableFault(variable: TemplateVariable): string | null },
): FleetProblem[] {
  return [...rows].flatMap(([table, ofTable]) =>
    ofTable.flatMap(({ file, index, name: rowName, own }) =>
      Object.entries((own.variables ?? {}) as Record<string, string>).flatMap(([name, value]) => {
        const reason = variableFault({ name, value });
        const field = `variables.${name.slice(0, 60)}`;
        return reason === null ? [] : [{ file, table, index, name: rowName, field, reason }];
      }),
    ),
  );
}

export type OwnImport = {
  changed: { table: string; id: string; name: string | null; columns: string[] }[];
  warnings: string[];
};

/**
 * Saves what the file gives of our own columns, once its rows are in the database. Agents whose desired state changes are no
 * longer known to be synced. A variable that is not in the file stays.
 */
export function importOwnColumns(
  db: Database,
  rows: Map<string, FleetRow[]>,
  { folderFault }: { folderFault(folder: string): string | null },
): OwnImport {
  const before = readOwnColumns(db);
  const changed: OwnImport["changed"] = [];
  const warnings: string[] = [];
  for (const [table, ofTable] of rows) {
    for (const row of ofTable) {
      if (Object.keys(row.own).length === 0) continue;
      const ours = before(table, row.id);
      const columns = changedOwnColumns(ours, row.own);
      if (columns.length > 0) {
        saveOwnColumns(
          db,
          { table, id: row.id },
          Object.fromEntries(columns.map((column) => [column, row.own[column]])),
        );
        changed.push({ table, id: row.id, name: row.name, columns });
      }
      const folder = columns.includes("template_folder") ? row.own.template_folder : null;
      const fault = typeof folder === "string" ? folderFault(folder) : null;
      const { file, index, name } = row;
      if (fault) warnings.push(`${nameRow({ file, table, index, name, field: "template_folder" })}: ${fault}`);
      warnings.push(...warnOfVariables(table, row, ours.variables));
    }
  }
  forgetAgents(db, changed);
  return { changed, warnings };
}

function warnOfVariables(table: string, { file, index, name, own }: FleetRow, ours: unknown): string[] {
  if (own.variables === undefined) return [];
  const given = Object.keys(own.variables as object);
  const onlyHere = Object.keys(ours as object).filter((known) => !given.includes(known));
  if (onlyHere.length === 0) return [];
  const row = nameRow({ file, table, index, name, field: "variables" });
  return [`${row}: ${onlyHere.join(", ")} ${onlyHere.length === 1 ? "is" : "are"} here, not in the file; stays here.`];
}

function forgetAgents(db: Database, changed: OwnImport["changed"]): void {
  const idsIn = (table: string) =>
    changed.flatMap((row) => {
      const matters = row.columns.some((column) => !withoutEffect.includes(column));
      return row.table === table && matters ? [row.id] : [];
    });
  const organizations = new Set(idsIn("organizations"));
  const ofOrganizations = listGateways(db).filter(({ organizationId }) => organizations.has(organizationId));
  const gatewayIds = [...idsIn("gateways"), ...ofOrganizations.map(({ id }) => id)];
  const [boardIds, agentIds] = [idsIn("boards"), idsIn("agents")];
  if (gatewayIds.length + boardIds.length + agentIds.length === 0) return;
  forgetSyncStates(db, { gatewayIds, boardIds, agentIds });
}

/** The report of an import with what changed in our own columns; those of new rows are part of the new row. */
export function withOwnColumns(report: ImportReport, { changed, warnings }: OwnImport): ImportReport {
  const key = ({ table, id }: { table: string; id: string }) => `${table} ${id}`;
  const columnsOf = new Map(changed.map((row) => [key(row), row.columns]));
  const written = new Set(report.rows.filter(({ change }) => change !== "only-here").map(key));
  const rows = report.rows.map((row) =>
    row.change === "changed" ? { ...row, columns: [...row.columns, ...(columnsOf.get(key(row)) ?? [])] } : row,
  );
  const others = changed.filter((row) => !written.has(key(row)));
  const tables = Object.entries(report.tables).map(([table, counts]) => {
    const more = others.filter((row) => row.table === table).length;
    return [table, { ...counts, updated: counts.updated + more, unchanged: counts.unchanged - more }];
  });
  return {
    tables: Object.fromEntries(tables),
    rows: [
      ...rows,
      ...others.map(({ table, id, name, columns }): ImportedRow => ({ table, id, name, change: "changed", columns })),
    ],
    warnings: [...report.warnings, ...warnings],
  };
}
