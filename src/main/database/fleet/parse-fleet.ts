import { messageOf } from "../../../shared/errors.ts";
import { isJsonObject } from "../../../shared/is-json-object.ts";
import { type FleetTable, importedTables } from "./fleet-tables.ts";

export type FleetRow = {
  index: number;
  /** Empty if the file has no usable id. */
  id: string;
  /** Validated, with defaults for columns missing in the file. For a row with problems: only its valid columns. */
  values: Record<string, unknown>;
  /** The keys of the columns in the file itself. */
  given: string[];
};

export type FleetProblem = { table: string | null; index: number | null; field: string | null; reason: string };

export type ParsedFleet = {
  /** By table name; every table is there. Do not import while there are problems. */
  rows: Map<string, FleetRow[]>;
  problems: FleetProblem[];
};

/**
 * Reads a fleet file (docs/behaviour.md, Records): one object with tables as arrays of rows in snake_case. Unknown columns are
 * left out, because Mission Control has more of them. A reason never repeats a value, which might be a token.
 * @param fleetJson the text of the file, or the object in it.
 */
export function parseFleet(fleetJson: unknown): ParsedFleet {
  const content = readJson(fleetJson);
  if (!content.ok) return { rows: new Map(), problems: [problem(null, null, null, content.reason)] };
  const fleet = content.value;
  if (!isJsonObject(fleet)) {
    return { rows: new Map(), problems: [problem(null, null, null, "is not one JSON object with tables")] };
  }
  const tables = importedTables.map((table) => ({ name: table.name, ...parseTable(table, fleet[table.name] ?? []) }));
  return {
    rows: new Map(tables.map(({ name, rows }) => [name, rows])),
    problems: [...unknownTables(fleet), ...tables.flatMap(({ problems }) => problems)],
  };
}

function unknownTables(fleet: Record<string, unknown>): FleetProblem[] {
  const known = importedTables.map(({ name }) => name);
  return Object.keys(fleet)
    .filter((name) => !known.includes(name))
    .map((name) =>
      problem(name.slice(0, 60), null, null, `is not a table of a fleet file, which has ${known.join(", ")}`),
    );
}

function parseTable(fleetTable: FleetTable, rows: unknown): { rows: FleetRow[]; problems: FleetProblem[] } {
  const { name } = fleetTable;
  if (!Array.isArray(rows)) return { rows: [], problems: [problem(name, null, null, "is not a list of rows")] };
  const parsed = rows.map((row, index) => parseRow(fleetTable, row, index));
  const parsedRows = parsed.map(({ row }) => row);
  return {
    rows: parsedRows,
    problems: [...parsed.flatMap(({ problems }) => problems), ...repeatedIds(name, parsedRows)],
  };
}

type ParsedRow = { row: FleetRow; problems: FleetProblem[] };

function parseRow({ name, schema, columnNames }: FleetTable, row: unknown, index: number): ParsedRow {
  if (!isJsonObject(row)) {
    return {
      row: { index, id: "", values: {}, given: [] },
      problems: [problem(name, index, null, "is not an object")],
    };
  }
  const own = [...columnNames].filter(([key, columnName]) => key in schema.shape && row[columnName] !== undefined);
  const input: Record<string, unknown> = Object.fromEntries(own.map(([key, columnName]) => [key, row[columnName]]));
  const given = own.map(([key]) => key);
  const result = schema.safeParse(input);
  if (result.success) return { row: { index, id: result.data.id, values: result.data, given }, problems: [] };
  const { issues } = result.error;
  const good = given.filter((key) => issues.every(({ path }) => path[0] !== key));
  const values = Object.fromEntries(good.map((key) => [key, asReference(input[key])]));
  const problems = issues.map(({ path: [key = "", ...deeper], message }) => {
    const field = [columnNames.get(String(key)) ?? String(key), ...deeper].join(".");
    return problem(name, index, field, key in input ? message : "is missing");
  });
  return { row: { index, id: String(values.id ?? ""), values, given }, problems };
}

/** For a row with problems, only its references are checked: ids, which are kept in lower case. */
function asReference(value: unknown): unknown {
  return typeof value === "string" ? value.toLowerCase() : value;
}

function repeatedIds(table: string, rows: FleetRow[]): FleetProblem[] {
  const firstIndex = new Map<string, number>();
  return rows.flatMap(({ id, index }) => {
    const first = firstIndex.get(id);
    if (first !== undefined) return [problem(table, index, "id", `is the id of row ${first} too`)];
    if (id !== "") firstIndex.set(id, index);
    return [];
  });
}

function problem(table: string | null, index: number | null, field: string | null, reason: string): FleetProblem {
  return { table, index, field, reason };
}

function readJson(fleetJson: unknown): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    const text = typeof fleetJson === "string" ? fleetJson.replace(/^\ufeff/, "") : JSON.stringify(fleetJson ?? null);
    return { ok: true, value: JSON.parse(text, asStored) };
  } catch (error) {
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
