import { isSameEndpoint } from "../../shared/addresses.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Vault } from "../vault/vault.ts";
import { forgetSyncStates } from "./agent-sync-states.ts";
import { eq } from "./drizzle.ts";
import { fillSessionKeys } from "./fill-session-keys.ts";
import { checkReferences } from "./fleet/check-references.ts";
import { type FleetTable, importedTables } from "./fleet/fleet-tables.ts";
import { mergeRow } from "./fleet/merge-row.ts";
import { type FleetProblem, type FleetRow, parseFleet } from "./fleet/parse-fleet.ts";
import { warnOfClashes } from "./fleet/warn-of-clashes.ts";
import { gatewayTokenContext, readGateway } from "./gateways.ts";
import { inJsonList } from "./in-json-list.ts";
import type { Database } from "./open-database.ts";

export type ImportCounts = { inserted: number; updated: number; unchanged: number };
/** By the name of the table as the fleet file spells it, such as `board_memory`; every table is there. */
export type ImportSummary = Record<string, ImportCounts>;

/**
 * Imports a fleet file (docs/behaviour.md, Records) in one transaction: all of it or nothing. Importing the same file again
 * changes nothing; a changed row is updated in the columns that the file gives. An agent without a session key gets the one of
 * its role.
 * @param fleetJson the text of the file, or the object in it.
 * @param onWarning receives imported agents that a sync will refuse.
 * @throws FlightDeckError `bad-input` with table, index, field and reason of the bad rows; `vault-key` when a stored token
 * cannot be compared with the file's because it was sealed under another key.
 */
export function importFleet(
  db: Database,
  vault: Vault,
  fleetJson: unknown,
  onWarning?: (warning: string) => void,
): ImportSummary {
  const { rows, problems: ofRows } = parseFleet(fleetJson);
  const write = db.sqlite.transaction(() => {
    const existing = (fleetTable: FleetTable, ids: string[]) => new Set(readRows(db, fleetTable, ids).keys());
    const problems = [...ofRows, ...checkReferences(rows, existing)];
    if (problems.length > 0) throw refusal(problems);
    const counts = importedTables.map((table) => [
      table.name,
      importTable(db, vault, table, rows.get(table.name) ?? []),
    ]);
    fillSessionKeys(db);
    const summary = Object.fromEntries(counts) as ImportSummary;
    if (Object.values(summary).some(({ inserted, updated }) => inserted + updated > 0)) forgetSyncStates(db);
    return summary;
  });
  const summary = write.immediate();
  if (onWarning) warnOfClashes(db, rows.get("agents") ?? []).forEach(onWarning);
  return summary;
}

type Values = Record<string, unknown>;

function importTable(db: Database, vault: Vault, fleetTable: FleetTable, rows: FleetRow[]): ImportCounts {
  const { table, name } = fleetTable;
  const existing = readRows(
    db,
    fleetTable,
    rows.map(({ id }) => id),
  );
  const inserted: Values[] = [];
  const counts = { inserted: 0, updated: 0, unchanged: 0 };
  for (const row of rows) {
    const ours = existing.get(row.id);
    if (!ours) {
      inserted.push(sealed(vault, name, row.id, row.values));
      counts.inserted += 1;
      continue;
    }
    const changes = { ...mergeRow(name, opened(vault, name, ours, row), row), ...rebound(db, name, row) };
    if (Object.keys(changes).length === 0) {
      counts.unchanged += 1;
      continue;
    }
    db.orm
      .update(table)
      .set(sealed(vault, name, row.id, changes))
      .where(eq(table.id, row.id))
      .run();
    counts.updated += 1;
  }
  insertRows(db, fleetTable, inserted);
  return counts;
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

const mostReported = 20;

function refusal(problems: FleetProblem[]): FlightDeckError {
  const lines = problems.slice(0, mostReported).map(({ table, index, field, reason }) => {
    const place = `${table ?? "the file"}${index === null ? "" : `[${index}]`}${field === null ? "" : `.${field}`}`;
    return `  ${place}: ${reason}`;
  });
  const more = problems.length > mostReported ? [`  and ${problems.length - mostReported} more`] : [];
  const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
  return new FlightDeckError(
    "bad-input",
    [`The fleet file has ${count}:`, ...lines, ...more].join("\n"),
    hintsOf("bad-input").fleetFile,
  );
}
