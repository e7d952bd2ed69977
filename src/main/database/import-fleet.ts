import { isSameEndpoint } from "../../shared/addresses.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { ImportCounts, ImportedRow, ImportReport } from "../../shared/import-report.ts";
import type { TemplateVariable } from "../../shared/variables.ts";
import type { Vault } from "../vault/vault.ts";
import { forgetSyncStates } from "./agent-sync-states.ts";
import { eq } from "./drizzle.ts";
import { fillSessionKeys } from "./fill-session-keys.ts";
import { type ChangedRow, findChangedAgents, readOwners } from "./fleet/changed-agents.ts";
import { checkReferences } from "./fleet/check-references.ts";
import type { FleetSettings } from "./fleet/fleet-settings.ts";
import { type FleetTable, importedTables } from "./fleet/fleet-tables.ts";
import { checkVariables, importOwnColumns, withOwnColumns } from "./fleet/import-own-columns.ts";
import { keepOwnHashes } from "./fleet/keep-own-hashes.ts";
import { mergeFleetRow } from "./fleet/merge-fleet-row.ts";
import { nameOfRow } from "./fleet/name-row.ts";
import { type FleetRow, type ParsedFleet, parseFleet } from "./fleet/parse-fleet.ts";
import { boardsIn, placeWithBoards, warnOfMoves, withMoved } from "./fleet/place-with-boards.ts";
import { fleetRefusal } from "./fleet/refuse-fleet.ts";
import { warnOfRecords } from "./fleet/warn-of-records.ts";
import { gatewayTokenContext, readGateway } from "./gateways.ts";
import { inJsonList } from "./in-json-list.ts";
import { saveMissionControlAgents } from "./mission-control-agents.ts";
import { type MovedAgent, moveAgentsWithBoards } from "./move-agents-with-boards.ts";
import type { Database } from "./open-database.ts";

/**
 * Imports a fleet file (docs/behaviour.md, Records) in one transaction: all of it or nothing. Importing the same file again
 * changes nothing; a changed row is updated in the columns that the file gives. An agent without a session key gets the one of
 * its role. Agents whose desired state changes are no longer known to be synced.
 * @param fleetJson the text of the file, the object in it, or the files of a folder.
 * @param options with `dryRun`, the report is that of an import, and nothing is changed. `tryLock` takes the lock of a gateway
 * whose agents move, null during a run on it; without it, nothing is locked.
 * @throws FlightDeckError `bad-input` with the bad rows, fields and reasons; `run-in-progress` when agents would move from or to a
 * gateway during a run on it; `vault-key` when a stored token cannot be compared with the file's because it was sealed under
 * another key.
 */
export function importFleet(
  db: Database,
  vault: Vault,
  fleetJson: unknown,
  { dryRun = false, tryLock = () => () => {}, rules = noRules }: ImportOptions = {},
): ImportReport {
  const parsed = parseFleet(fleetJson);
  const outcome: { report: ImportReport | null } = { report: null };
  const unlocks: (() => void)[] = [];
  const write = db.sqlite.transaction(() => {
    const { report, gatewayIds } = writeFleet(db, vault, parsed, rules);
    outcome.report = report;
    if (dryRun) throw new DryRun();
    for (const gatewayId of gatewayIds) unlocks.push(tryLock(gatewayId) ?? refuseDuringRun(db, gatewayId));
  });
  try {
    write.immediate();
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  } finally {
    for (const unlock of unlocks) unlock();
  }
  if (!outcome.report) throw new Error("an import made no report");
  return outcome.report;
}

type ImportOptions = {
  dryRun?: boolean;
  tryLock?: (gatewayId: string) => (() => void) | null;
  rules?: ImportRules;
};

/** What an import needs to know of what is above the database. */
export type ImportRules = {
  /** What is wrong with a variable of templates. */
  variableFault(variable: TemplateVariable): string | null;
  /** What is wrong with a folder of templates on this machine; it does not prevent the import. */
  folderFault(folder: string): string | null;
  /** @returns the settings that changed */
  saveSettings(settings: FleetSettings): string[];
};

const noRules: ImportRules = { variableFault: () => null, folderFault: () => null, saveSettings: () => [] };

function refuseDuringRun(db: Database, gatewayId: string): never {
  throw new FlightDeckError(
    "run-in-progress",
    `The file moves agents from or to gateway "${readGateway(db, gatewayId).name}", where a run is in progress.`,
    hintsOf("run-in-progress").wait,
  );
}

/** Ends the transaction of a dry run, so that it is rolled back. */
class DryRun extends Error {}

/** @returns the report, and the gateways that agents move from or to */
function writeFleet(
  db: Database,
  vault: Vault,
  { rows, settings, problems: ofRows, warnings }: ParsedFleet,
  rules: ImportRules,
): { report: ImportReport; gatewayIds: Set<string> } {
  const existing = (fleetTable: FleetTable, ids: string[]) => new Set(readRows(db, fleetTable, ids).keys());
  const problems = [...ofRows, ...checkVariables(rows, rules), ...checkReferences(rows, existing)];
  if (problems.length > 0) throw fleetRefusal(problems);
  const owners = readOwners(db);
  const onlyHere = rowsOnlyHere(db, rows);
  const results = importedTables.map((table) => {
    const given = rows.get(table.name) ?? [];
    return importTable(db, vault, table, table.name === "agents" ? placeWithBoards(db, given) : given);
  });
  const moved = moveAgentsWithBoards(db, boardsIn(rows));
  fillSessionKeys(db);
  saveMissionControlAgents(
    db,
    (rows.get("agents") ?? []).filter(isFromMissionControl).map(({ id }) => id),
  );
  const changed = results.flatMap((result) => result.changed);
  const ids = [...findChangedAgents(db, changed, owners), ...moved.map(({ id }) => id)];
  if (ids.length > 0) forgetSyncStates(db, { agentIds: ids });
  const written = withMoved(
    results.flatMap((result) => result.rows),
    moved,
  );
  const own = importOwnColumns(db, rows, rules);
  const agentIds = new Set((rows.get("agents") ?? []).map(({ id }) => id));
  const movedIds = new Set(moved.map(({ id }) => id));
  const report: ImportReport = {
    tables: Object.fromEntries(results.map((result) => [result.table, countMoved(result, moved, agentIds)])),
    rows: [...written, ...onlyHere.filter(({ id }) => !movedIds.has(id))],
    warnings: [
      ...warnings,
      ...warnOfMoves(db, moved),
      ...results.flatMap((result) => result.warnings),
      ...warnOfRecords(db, rows),
    ],
  };
  return {
    report: withSettings(withOwnColumns(report, own), settings, rules),
    gatewayIds: new Set(moved.flatMap(({ fromGatewayId, toGatewayId }) => [fromGatewayId, toGatewayId])),
  };
}

/** Saves the settings of the file, if it has any, and reports them. */
function withSettings(report: ImportReport, settings: FleetSettings | null, rules: ImportRules): ImportReport {
  if (settings === null || Object.keys(settings).length === 0) return report;
  const changed = rules.saveSettings(settings);
  const { template_folder: folder } = settings;
  const fault = folder && changed.includes("template_folder") ? rules.folderFault(folder) : null;
  const updated = changed.length > 0 ? 1 : 0;
  const row: ImportedRow = { table: "settings", id: "settings", name: null, change: "changed", columns: changed };
  return {
    ...report,
    tables: { ...report.tables, settings: { inserted: 0, updated, unchanged: 1 - updated } },
    rows: updated > 0 ? [...report.rows, row] : report.rows,
    warnings: [...report.warnings, ...(fault === null ? [] : [`settings, template_folder: ${fault}`])],
  };
}

/** Agents that only moved with their board are changed as well. */
function countMoved(
  { table, counts, rows }: TableResult,
  moved: MovedAgent[],
  given: ReadonlySet<string>,
): ImportCounts {
  if (table !== "agents") return counts;
  const written = new Set(rows.map(({ id }) => id));
  const only = moved.filter(({ id }) => !written.has(id));
  const inFile = only.filter(({ id }) => given.has(id)).length;
  return { ...counts, updated: counts.updated + only.length, unchanged: counts.unchanged - inFile };
}

/** Whether a row has what only Mission Control gives an agent. */
function isFromMissionControl({ given, values }: FleetRow): boolean {
  const marks = ["agentTokenHash", "lifecycleGeneration", "lastSeenAt"];
  return marks.some((key) => given.includes(key) && values[key] !== null);
}

/** Chat lines are left out: a file has the commands at most. */
function rowsOnlyHere(db: Database, rows: Map<string, FleetRow[]>): ImportedRow[] {
  return importedTables.flatMap(({ name: table, table: records }) => {
    const given = rows.get(table) ?? [];
    if (table === "board_memory" || given.length === 0) return [];
    const ids = new Set(given.map(({ id }) => id));
    const ours: Values[] = db.orm.select().from(records).all();
    return ours
      .filter(({ id }) => !ids.has(String(id)))
      .map(
        (row): ImportedRow => ({ table, id: String(row.id), name: nameOfRow(row), change: "only-here", columns: [] }),
      );
  });
}

type Values = Record<string, unknown>;

type TableResult = {
  table: string;
  counts: ImportCounts;
  rows: ImportedRow[];
  changed: ChangedRow[];
  warnings: string[];
};

function importTable(db: Database, vault: Vault, fleetTable: FleetTable, rows: FleetRow[]): TableResult {
  const { table, name, columnNames, schema } = fleetTable;
  // A mirrored row may have blanks at the end of a name: it does not differ from the file's.
  const normalOf = (ours: Values): Values => ({ ...ours, ...schema.safeParse(ours).data });
  const existing = readRows(
    db,
    fleetTable,
    rows.map(({ id }) => id),
  );
  const isNew = (row: FleetRow) => !existing.has(row.id);
  const merged = rows.flatMap((row) => {
    const ours = existing.get(row.id);
    if (!ours) return [];
    return [
      {
        row,
        ours,
        changes: { ...mergeFleetRow(name, opened(vault, name, normalOf(ours), row), row), ...rebound(db, name, row) },
      },
    ];
  });
  const { changed: decided, warnings } =
    name === "agents" ? keepOwnHashes(db, merged) : { changed: merged, warnings: [] };
  const changed = decided.filter(({ changes }) => Object.keys(changes).length > 0);
  for (const { row, changes } of changed) {
    db.orm
      .update(table)
      .set(sealed(vault, name, row.id, changes))
      .where(eq(table.id, row.id))
      .run();
  }
  const added = rows.filter(isNew);
  insertRows(
    db,
    fleetTable,
    added.map(({ id, values }) => sealed(vault, name, id, values)),
  );
  const columnsOf = (changes: Values) => Object.keys(changes).map((key) => columnNames.get(key) ?? key);
  return {
    table: name,
    counts: { inserted: added.length, updated: changed.length, unchanged: rows.length - added.length - changed.length },
    rows: [
      ...added.map((row): ImportedRow => ({ table: name, id: row.id, name: row.name, change: "added", columns: [] })),
      ...changed.map(({ row, ours, changes }): ImportedRow => {
        const rowName = row.name ?? nameOfRow(ours);
        return { table: name, id: row.id, name: rowName, change: "changed", columns: columnsOf(changes) };
      }),
    ],
    changed: changed.map(({ row, ours, changes }) => ({ table: name, id: row.id, before: ours, changes })),
    warnings,
  };
}

/** A token in the file is for the address in the file, also where it equals the stored one that was given for another. */
function rebound(db: Database, tableName: string, { id, values }: FleetRow): Values {
  if (tableName !== "gateways" || !values.token) return {};
  const { url, awaitsToken } = readGateway(db, id);
  const isMoved = typeof values.url === "string" && !isSameEndpoint(values.url, url);
  return awaitsToken || isMoved ? { token: values.token } : {};
}

function readRows(db: Database, { table }: FleetTable, ids: string[]): Map<string, Values> {
  if (ids.length === 0) return new Map();
  const rows: Values[] = db.orm.select().from(table).where(inJsonList(table.id, ids)).all();
  return new Map(rows.map((row) => [String(row.id), row]));
}

/** Far below SQLite's limit of 32,766 variables at 20 columns. */
const rowsPerInsert = 500;

function insertRows(db: Database, { table }: FleetTable, rows: Values[]): void {
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    db.orm
      .insert(table)
      .values(rows.slice(start, start + rowsPerInsert))
      .run();
  }
}

/** Our row with its token in clear, if the file has one to compare it with. */
function opened(vault: Vault, tableName: string, ours: Values, row: FleetRow): Values {
  if (tableName !== "gateways" || typeof ours.token !== "string" || !row.values.token) return ours;
  return { ...ours, token: vault.open(ours.token, gatewayTokenContext(row.id)) };
}

function sealed(vault: Vault, tableName: string, id: string, values: Values): Values {
  if (tableName !== "gateways" || typeof values.token !== "string") return values;
  return { ...values, token: vault.seal(values.token, gatewayTokenContext(id)) };
}
