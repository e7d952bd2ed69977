import { messageOf } from "../../../shared/errors.ts";
import { isJsonObject } from "../../../shared/is-json-object.ts";
import { NestedTooDeeplyError, nestsTooDeeply, readNestedJson } from "../../../shared/read-nested-json.ts";
import { type FleetTable, importedTables } from "./fleet-tables.ts";
import { nameOfRow, type RowPlace } from "./name-row.ts";
import { nearestName } from "./nearest-name.ts";
import { plainReason } from "./plain-reason.ts";
import { readColumn } from "./read-column.ts";
import { unknownColumns, warnOfColumns } from "./unknown-columns.ts";

export type FleetRow = {
  index: number;
  /** Empty if the file has no usable id. */
  id: string;
  /** What an operator calls it. */
  name: string | null;
  /** Validated, with defaults for columns missing in the file. For a row with problems: only its valid columns. */
  values: Record<string, unknown>;
  /** The keys of the columns in the file itself. */
  given: string[];
};

export type FleetProblem = RowPlace & {
  reason: string;
  /** The id that is the problem: all problems with one id are reported as one. */
  badId?: string;
};

export type ParsedFleet = {
  /** By table name; every table is there. Do not import while there are problems. */
  rows: Map<string, FleetRow[]>;
  problems: FleetProblem[];
  /** Columns that are not read. */
  warnings: string[];
};

/**
 * Reads a fleet file (docs/behaviour.md, Records): one object with tables as arrays of rows in snake_case. Columns that only
 * Mission Control has are left out; any other unknown column is warned of. A reason never repeats a value, which might be a token.
 * @param fleetJson the text of the file, or the object in it.
 */
export function parseFleet(fleetJson: unknown): ParsedFleet {
  const content = readJson(fleetJson);
  const unusable = (reason: string) => ({ rows: new Map(), problems: [{ ...wholeFile, reason }], warnings: [] });
  if (!content.ok) return unusable(content.reason);
  const fleet = content.value;
  if (!isJsonObject(fleet)) return unusable("is not one JSON object with tables");
  const tables = importedTables.map((table) => ({ name: table.name, ...parseTable(table, fleet[table.name] ?? []) }));
  return {
    rows: new Map(tables.map(({ name, rows }) => [name, rows])),
    problems: [...unknownTables(fleet), ...tables.flatMap(({ problems }) => problems)],
    warnings: tables.flatMap(({ warnings }) => warnings),
  };
}

const wholeFile: RowPlace = { table: null, index: null, name: null, field: null };

function unknownTables(fleet: Record<string, unknown>): FleetProblem[] {
  const known = importedTables.map(({ name }) => name);
  return Object.keys(fleet)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const nearest = nearestName(name, known);
      const meant = nearest === null ? `, which has ${known.join(", ")}` : `; did you mean ${nearest}?`;
      return { ...wholeFile, table: name.slice(0, 60), reason: `is not a table of a fleet file${meant}` };
    });
}

function parseTable(
  fleetTable: FleetTable,
  rows: unknown,
): { rows: FleetRow[]; problems: FleetProblem[]; warnings: string[] } {
  const { name: table } = fleetTable;
  if (!Array.isArray(rows)) {
    return { rows: [], problems: [{ ...wholeFile, table, reason: "is not a list of rows" }], warnings: [] };
  }
  const unknown = new Map<string, number[]>();
  const parsed = rows.map((row: unknown, index) => {
    const columns = isJsonObject(row) ? unknownColumns(fleetTable, row) : [];
    for (const column of columns) unknown.set(column, [...(unknown.get(column) ?? []), index]);
    return parseRow(fleetTable, row, index, columns);
  });
  const parsedRows = parsed.map(({ row }) => row);
  return {
    rows: parsedRows,
    problems: [...parsed.flatMap(({ problems }) => problems), ...repeatedIds(table, parsedRows)],
    warnings: warnOfColumns(fleetTable, unknown),
  };
}

type ParsedRow = { row: FleetRow; problems: FleetProblem[] };

function parseRow(fleetTable: FleetTable, row: unknown, index: number, unknown: string[]): ParsedRow {
  const { name: table, schema, columnNames } = fleetTable;
  if (!isJsonObject(row)) {
    return {
      row: { index, id: "", name: null, values: {}, given: [] },
      problems: [{ ...wholeFile, table, index, reason: "is not an object" }],
    };
  }
  const own = [...columnNames].flatMap(([key, columnName]) => {
    const value = key in schema.shape ? readColumn(fleetTable, key, row[columnName]) : undefined;
    return value === undefined ? [] : [[key, value] as const];
  });
  const input: Record<string, unknown> = Object.fromEntries(own);
  const given = own.map(([key]) => key);
  const name = nameOfRow(row);
  const result = schema.safeParse(input);
  if (result.success) return { row: { index, id: result.data.id, name, values: result.data, given }, problems: [] };
  const { issues } = result.error;
  const good = given.filter((key) => issues.every(({ path }) => path[0] !== key));
  const values = Object.fromEntries(good.map((key) => [key, asReference(input[key])]));
  const problems = issues.map((issue): FleetProblem => {
    const [key = "", ...deeper] = issue.path;
    const column = columnNames.get(String(key)) ?? String(key);
    const field = [column, ...deeper].join(".");
    const place = { table, index, name, field };
    if (!(key in input)) return { ...place, reason: missing(column, unknown) };
    const value = input[String(key)];
    const isId = key === "id" || fleetTable.references.some((reference) => reference.key === key);
    return { ...place, reason: plainReason(issue), ...(isId && typeof value === "string" ? { badId: value } : {}) };
  });
  return { row: { index, id: String(values.id ?? ""), name, values, given }, problems };
}

function missing(column: string, unknown: string[]): string {
  const misspelt = unknown.find((name) => nearestName(name, [column]) !== null);
  return misspelt === undefined ? "is missing" : `is missing; the row has "${misspelt.slice(0, 60)}"`;
}

/** For a row with problems, only its references are checked: ids, which are kept in lower case. */
function asReference(value: unknown): unknown {
  return typeof value === "string" ? value.toLowerCase() : value;
}

function repeatedIds(table: string, rows: FleetRow[]): FleetProblem[] {
  const firstIndex = new Map<string, number>();
  return rows.flatMap(({ id, index, name }) => {
    const first = firstIndex.get(id);
    if (first !== undefined) return [{ table, index, name, field: "id", reason: `is the id of row ${first + 1} too` }];
    if (id !== "") firstIndex.set(id, index);
    return [];
  });
}

function readJson(fleetJson: unknown): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    const text = typeof fleetJson === "string" ? fleetJson.replace(/^\ufeff/, "") : JSON.stringify(fleetJson ?? null);
    return { ok: true, value: readNestedJson(text, asStored) };
  } catch (error) {
    // A value from another process may nest too deeply even to be written as text.
    if (error instanceof NestedTooDeeplyError || error instanceof RangeError)
      return { ok: false, reason: nestsTooDeeply };
    // V8 quotes the text around the error, which may be a token: the position is enough.
    const position = /\(line \d+ column \d+\)/.exec(messageOf(error))?.[0];
    return { ok: false, reason: ["is not valid JSON", position].filter(Boolean).join(" ") };
  }
}

/** SQLite stores neither unpaired surrogates nor negative zero: a row with them would differ at every import. */
function asStored(_key: string, value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  return value === 0 ? 0 : value;
}
