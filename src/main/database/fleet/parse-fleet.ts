import { messageOf } from "../../../shared/errors.ts";
import { isJsonObject } from "../../../shared/is-json-object.ts";
import { NestedTooDeeplyError, nestsTooDeeply, readNestedJson } from "../../../shared/read-nested-json.ts";
import { type FleetSettings, fleetFormat, fleetSettingsSchema } from "./fleet-settings.ts";
import { type FleetTable, importedTables } from "./fleet-tables.ts";
import { nameOfRow, nameRow, type RowPlace } from "./name-row.ts";
import { nearestName } from "./nearest-name.ts";
import { type OwnValues, parseOwnColumns } from "./own-columns.ts";
import { plainReason } from "./plain-reason.ts";
import { readColumn } from "./read-column.ts";
import { unknownColumns, warnOfColumns } from "./unknown-columns.ts";

export type FleetRow = {
  /** Where it is in a fleet folder; null if there is only one file. */
  file: string | null;
  /** In its file. */
  index: number;
  /** Empty if the file has no usable id. */
  id: string;
  /** What an operator calls it. */
  name: string | null;
  /** Validated, with defaults for columns missing in the file. For a row with problems: only its valid columns. */
  values: Record<string, unknown>;
  /** The keys of the columns in the file itself. */
  given: string[];
  /** What the file gives of our own columns. */
  own: OwnValues;
};

export type FleetProblem = RowPlace & {
  reason: string;
  /** The id that is the problem: all problems with one id are reported as one. */
  badId?: string;
};

export type ParsedFleet = {
  /** By table name; every table is there. Do not import while there are problems. */
  rows: Map<string, FleetRow[]>;
  /** Null if the file has none. */
  settings: FleetSettings | null;
  problems: FleetProblem[];
  /** Columns that are not read. */
  warnings: string[];
};

/** The files of a fleet folder, by their paths in it. */
export class FleetFolder {
  readonly files: readonly { path: string; text: string }[];

  constructor(files: FleetFolder["files"]) {
    this.files = files;
  }
}

/**
 * Reads a fleet file (docs/behaviour.md, Records): one object with tables as arrays of rows in snake_case. Columns that only
 * Mission Control has are left out; any other unknown column is warned of. A reason never repeats a value, which might be a token.
 * @param fleet the text of the file, the object in it, or a folder of files that count as one.
 */
export function parseFleet(fleet: unknown): ParsedFleet {
  const files =
    fleet instanceof FleetFolder
      ? fleet.files.map(({ path, text }) => parseFile(path, text))
      : [parseFile(null, fleet)];
  const rows = new Map(
    importedTables.map(({ name }) => [name, files.flatMap((file) => file.rows.get(name) ?? [])] as const),
  );
  const settings = files.flatMap((file) => file.settings ?? []);
  const repeated = [...rows].flatMap(([table, ofTable]) => repeatedIds(table, ofTable));
  const order = importedTables.map(({ name }): string | null => name);
  const placeOf = ({ table }: FleetProblem) => order.indexOf(table);
  return {
    rows,
    settings: settings.length === 0 ? null : Object.assign({}, ...settings),
    problems: [...files.flatMap(({ problems }) => problems), ...repeated].toSorted(
      (one, other) => placeOf(one) - placeOf(other),
    ),
    warnings: files.flatMap(({ warnings }) => warnings),
  };
}

function parseFile(file: string | null, fleetJson: unknown): ParsedFleet {
  const content = readJson(fleetJson);
  const whole: RowPlace = { file, table: null, index: null, name: null, field: null };
  const unusable = (reason: string): ParsedFleet => {
    return { rows: new Map(), settings: null, problems: [{ ...whole, reason }], warnings: [] };
  };
  if (!content.ok) return unusable(content.reason);
  const { value: fleet } = content;
  if (!isJsonObject(fleet)) return unusable("is not one JSON object with tables");
  const { format = fleetFormat, settings: given, ...named } = fleet;
  if (format !== fleetFormat) return unusable("is written by another version of Flight Deck; import it there");
  const tables = importedTables.map((table) => ({
    name: table.name,
    ...parseTable(table, file, named[table.name] ?? []),
  }));
  const settings = parseSettings(file, given);
  return {
    rows: new Map(tables.map(({ name, rows }) => [name, rows])),
    settings: settings.settings,
    problems: [...unknownTables(file, named), ...settings.problems, ...tables.flatMap(({ problems }) => problems)],
    warnings: [...settings.warnings, ...tables.flatMap(({ warnings }) => warnings)],
  };
}

function parseSettings(file: string | null, given: unknown): Omit<ParsedFleet, "rows"> {
  const place = { file, table: "settings", index: null, name: null };
  if (given === undefined) return { settings: null, problems: [], warnings: [] };
  if (!isJsonObject(given)) {
    return { settings: null, problems: [{ ...place, field: null, reason: "is not an object" }], warnings: [] };
  }
  const known = Object.keys(fleetSettingsSchema.shape);
  const warnings = Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => `${nameRow({ ...place, field: null })}: "${key.slice(0, 60)}" is not a setting of a fleet file.`);
  const result = fleetSettingsSchema.safeParse(given);
  if (result.success) return { settings: result.data, problems: [], warnings };
  const problems = result.error.issues.map((issue) => ({
    ...place,
    field: issue.path.join("."),
    reason: plainReason(issue),
  }));
  return { settings: null, problems, warnings };
}

function unknownTables(file: string | null, fleet: Record<string, unknown>): FleetProblem[] {
  const known = importedTables.map(({ name }) => name);
  return Object.keys(fleet)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const nearest = nearestName(name, known);
      const meant = nearest === null ? `, which has ${known.join(", ")}` : `; did you mean ${nearest}?`;
      const place = { file, table: name.slice(0, 60), index: null, name: null, field: null };
      return { ...place, reason: `is not a table of a fleet file${meant}` };
    });
}

function parseTable(
  fleetTable: FleetTable,
  file: string | null,
  rows: unknown,
): { rows: FleetRow[]; problems: FleetProblem[]; warnings: string[] } {
  const { name: table } = fleetTable;
  if (!Array.isArray(rows)) {
    const place = { file, table, index: null, name: null, field: null };
    return { rows: [], problems: [{ ...place, reason: "is not a list of rows" }], warnings: [] };
  }
  const unknown = new Map<string, number[]>();
  const parsed = rows.map((row: unknown, index) => {
    const columns = isJsonObject(row) ? unknownColumns(fleetTable, row) : [];
    for (const column of columns) unknown.set(column, [...(unknown.get(column) ?? []), index]);
    return parseRow(fleetTable, row, { file, index, unknown: columns });
  });
  return {
    rows: parsed.map(({ row }) => row),
    problems: parsed.flatMap(({ problems }) => problems),
    warnings: warnOfColumns(fleetTable, file, unknown),
  };
}

type ParsedRow = { row: FleetRow; problems: FleetProblem[] };
type ReadRow = { file: string | null; index: number; unknown: string[] };

function parseRow(fleetTable: FleetTable, row: unknown, { file, index, unknown }: ReadRow): ParsedRow {
  const { name: table, schema, columnNames } = fleetTable;
  if (!isJsonObject(row)) {
    return {
      row: { file, index, id: "", name: null, values: {}, given: [], own: {} },
      problems: [{ file, table, index, name: null, field: null, reason: "is not an object" }],
    };
  }
  const columns = [...columnNames].flatMap(([key, columnName]) => {
    const value = key in schema.shape ? readColumn(fleetTable, key, row[columnName]) : undefined;
    return value === undefined ? [] : [[key, value] as const];
  });
  const input: Record<string, unknown> = Object.fromEntries(columns);
  const given = columns.map(([key]) => key);
  const name = nameOfRow(row);
  const { own, issues: ownIssues } = parseOwnColumns(table, row);
  const ofOwn = ownIssues.map((issue): FleetProblem => {
    return { file, table, index, name, field: issue.path.join("."), reason: plainReason(issue) };
  });
  const result = schema.safeParse(input);
  if (result.success) {
    return { row: { file, index, id: result.data.id, name, values: result.data, given, own }, problems: ofOwn };
  }
  const { issues } = result.error;
  const good = given.filter((key) => issues.every(({ path }) => path[0] !== key));
  const values = Object.fromEntries(good.map((key) => [key, asReference(input[key])]));
  const problems = issues.map((issue): FleetProblem => {
    const [key = "", ...deeper] = issue.path;
    const column = columnNames.get(String(key)) ?? String(key);
    const field = [column, ...deeper].join(".");
    const place = { file, table, index, name, field };
    if (!(key in input)) return { ...place, reason: missing(column, unknown) };
    const value = input[String(key)];
    const isId = key === "id" || fleetTable.references.some((reference) => reference.key === key);
    return { ...place, reason: plainReason(issue), ...(isId && typeof value === "string" ? { badId: value } : {}) };
  });
  const broken = { file, index, id: String(values.id ?? ""), name, values, given, own };
  return { row: broken, problems: [...problems, ...ofOwn] };
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
  const firstOf = new Map<string, FleetRow>();
  return rows.flatMap((row) => {
    const { file, id, index, name } = row;
    const first = firstOf.get(id);
    if (first === undefined) {
      if (id !== "") firstOf.set(id, row);
      return [];
    }
    const where = first.file === file ? `row ${first.index + 1}` : `row ${first.index + 1} of ${first.file}`;
    return [{ file, table, index, name, field: "id", reason: `is the id of ${where} too` }];
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
