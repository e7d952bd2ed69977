import type { Database } from "../database.ts";
import { getTableColumns } from "../drizzle.ts";
import { type FleetTable, importedTables } from "./fleet-tables.ts";
import { nameOfRow, nameRow } from "./name-row.ts";
import { readOwnColumns } from "./own-columns.ts";

/**
 * Columns that are not exported: secrets, and what changes without anyone changing the fleet. A row gets another `updated_at` and
 * `status` by every sync; the token hash is of use to this installation only.
 */
const notExported: Record<string, string[]> = {
  gateways: ["token"],
  agents: [
    "status",
    "agentTokenHash",
    "provisionRequestedAt",
    "provisionAction",
    "deleteRequestedAt",
    "lastSeenAt",
    "lastProvisionError",
    "lifecycleGeneration",
    "wakeAttempts",
    "lastWakeSentAt",
    "checkinDeadlineAt",
  ],
};
const neverExported = ["updatedAt"];

type Values = Record<string, unknown>;
/** Rows by table, as a fleet file has them. */
export type FleetRows = Map<string, Values[]>;

export type ReadFleetOptions = {
  /** The practice gateway, which is left out with all that is only its own. */
  practiceGatewayId: string | null;
  /** Whether a text holds a secret. */
  isSecret(text: string): boolean;
};

export type ReadFleet = {
  rows: FleetRows;
  /** What is missing in it, or cannot be imported. */
  warnings: string[];
  /** What was left out on purpose. */
  notes: string[];
};

/** The columns of a table that an export has, by key of a record. */
export function exportedColumns({ name, schema, columnNames }: FleetTable): [key: string, column: string][] {
  const left = new Set([...neverExported, ...(notExported[name] ?? [])]);
  return [...columnNames].filter(([key]) => key in schema.shape && !left.has(key));
}

/** Reads the fleet as an export has it: without secrets, in one order, and the same until someone changes the fleet. */
export function readFleet(db: Database, { practiceGatewayId, isSecret }: ReadFleetOptions): ReadFleet {
  const fleet: ReadFleet = { rows: new Map(), warnings: [], notes: [] };
  const all = new Map(importedTables.map((table) => [table.name, selectRows(db, table)]));
  const isLeftOut = findLeftOut(all, practiceGatewayId, fleet.notes);
  const ownOf = readOwnColumns(db);
  for (const fleetTable of importedTables) {
    const { name } = fleetTable;
    const records = (all.get(name) ?? []).filter((record) => !isLeftOut(name, record));
    const rows = records.toSorted(byAge).map((record) => {
      const { row, warnings } = exportRow(fleetTable, record, isSecret, ownOf(name, String(record.id)));
      fleet.warnings.push(...warnings);
      return row;
    });
    fleet.rows.set(name, rows);
  }
  return fleet;
}

/** Without the columns that hold secrets: those are not even read. */
function selectRows(db: Database, { table, name }: FleetTable): Values[] {
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => name !== "gateways" || key !== "token");
  return db.orm.select(Object.fromEntries(columns)).from(table).all();
}

function byAge(one: Values, other: Values): number {
  const [ofOne, ofOther] = [one, other].map(({ createdAt = "", id }) => `${createdAt} ${id}`);
  return (ofOne ?? "") < (ofOther ?? "") ? -1 : 1;
}

function exportRow(
  fleetTable: FleetTable,
  record: Values,
  isSecret: (text: string) => boolean,
  own: Values,
): { row: Values; warnings: string[] } {
  const { name: table, schema } = fleetTable;
  const place = { file: null, table, index: null, name: nameOfRow(record) };
  const { values, faults } = asImported(fleetTable, record);
  const warnings = faults.map(({ field, reason }) => `${nameRow({ ...place, field })}: ${reason}`);
  const row: Values = {};
  const columns = exportedColumns(fleetTable).map(([key, column]) => ({ column, value: values[key], key }));
  for (const { column, value, key } of [
    ...columns,
    ...Object.entries(own).map(([name, value]) => ({ column: name, value, key: null })),
  ]) {
    if (value === undefined) continue;
    if (!isSecret(typeof value === "string" ? value : JSON.stringify(value ?? null))) {
      row[column] = value;
      continue;
    }
    const canBeMissing = key === null || schema.shape[key as keyof typeof schema.shape].safeParse(undefined).success;
    if (!canBeMissing) row[column] = "(secret)";
    const what = canBeMissing ? "is left out" : "is replaced";
    const field = nameRow({ ...place, name: canBeMissing ? place.name : null, field: column });
    warnings.push(`${field}: ${what}, because it holds a token. Take the token out, then export again.`);
  }
  return { row, warnings };
}

/** A record as an import stores it. A mirrored one may have values that an import refuses. */
function asImported(
  { schema, columnNames }: FleetTable,
  record: Values,
): { values: Values; faults: { field: string; reason: string }[] } {
  const result = schema.safeParse(record);
  if (result.success) return { values: result.data, faults: [] };
  const keys = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
  const values = { ...record };
  const faults = keys.map((key) => {
    const field = columnNames.get(key) ?? key;
    if (key !== "url") return { field, reason: "cannot be imported. Correct it, then export again." };
    // An address that cannot be used may hold a password. An import leaves the one that it finds.
    delete values.url;
    return { field, reason: "is left out, because it is no address that can be used. Correct it, then export again." };
  });
  return { values, faults };
}

type IsLeftOut = (table: string, record: Values) => boolean;

/** What is only on the practice gateway, and agents that Mission Control is deleting. */
function findLeftOut(all: Map<string, Values[]>, practiceGatewayId: string | null, notes: string[]): IsLeftOut {
  const rowsOf = (table: string) => all.get(table) ?? [];
  const idsOf = (rows: Values[]) => new Set(rows.map(({ id }) => id));
  const practice = rowsOf("gateways").find(({ id }) => id === practiceGatewayId);
  if (practice) notes.push("The practice fleet is not part of an export.");
  const boards = idsOf(rowsOf("boards").filter(({ gatewayId }) => practice && gatewayId === practice.id));
  const used = [...rowsOf("gateways"), ...rowsOf("boards")].filter(({ id }) => id !== practice?.id && !boards.has(id));
  const isUsed = used.some(({ organizationId }) => organizationId === practice?.organizationId);
  const organizationId = practice && !isUsed ? practice.organizationId : null;
  const members = rowsOf("organization_members").filter((member) => member.organizationId === organizationId);
  const elsewhere = new Set(
    rowsOf("organization_members").flatMap((member) => (members.includes(member) ? [] : [member.userId])),
  );
  const people = new Set(members.flatMap(({ userId }) => (elsewhere.has(userId) ? [] : [userId])));
  const isDeleting = ({ status, deleteRequestedAt }: Values) => status === "deleting" || deleteRequestedAt !== null;
  for (const { name } of rowsOf("agents").filter(isDeleting)) {
    notes.push(`Agent "${name}" is left out, because Mission Control is deleting it.`);
  }
  const tests: Record<string, (record: Values) => boolean> = {
    organizations: ({ id }) => id === organizationId,
    users: ({ id }) => people.has(id),
    organization_members: (member) => members.includes(member),
    gateways: ({ id }) => id === practice?.id,
    boards: ({ id }) => boards.has(id),
    agents: (agent) => (practice && agent.gatewayId === practice.id) || boards.has(agent.boardId) || isDeleting(agent),
    board_memory: ({ boardId }) => boards.has(boardId),
  };
  return (table, record) => tests[table]?.(record) ?? false;
}
