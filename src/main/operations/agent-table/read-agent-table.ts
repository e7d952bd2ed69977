import Papa from "papaparse";
import { mostTableChars } from "../../../shared/agent-table.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { type AgentColumn, columnNamed, labelOfColumn } from "./table-columns.ts";

/** A row as it is written: its cells by column, and what makes it unreadable. */
export type ReadRow = { row: number; cells: Map<AgentColumn, string>; faults: string[] };

export type ReadTable = { columns: AgentColumn[]; unknownColumns: string[]; faults: string[]; rows: ReadRow[] };

/** How many agents can be added at once. */
const mostRows = 5_000;

/**
 * Reads a table that was pasted from a spreadsheet, or CSV: separated by tabs, commas or semicolons, with the names of the columns
 * in the first line. Without them, a row is a name, and a second column the role. Pure.
 * @throws FlightDeckError bad-input when it is too long
 */
export function readAgentTable(text: string): ReadTable {
  if (text.length > mostTableChars) throw tooLong(`${text.length.toLocaleString("en")} characters`);
  const plain = text.replace(/^\uFEFF/, "");
  const { data, errors } = Papa.parse<string[]>(plain, { delimiter: delimiterOf(plain) });
  const records = data
    .map((cells, index) => ({ row: index + 1, index, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  if (records.length > mostRows) throw tooLong(`${records.length.toLocaleString("en")} rows`);
  const first = records[0]?.cells ?? [];
  const named = first.map((name) => ({ name, column: name === "" ? undefined : columnNamed(name) }));
  const hasHeader = named.some(({ column }) => column === "name");
  const unreadable = new Map(errors.map(({ row, message }) => [row ?? 0, message]));
  const head = hasHeader ? named : withoutHeader(records);
  const rows = records.slice(hasHeader ? 1 : 0).map(({ row, index, cells }): ReadRow => {
    const fault = unreadable.has(index) ? ["A quotation mark in it is not closed."] : [];
    return { row, cells: cellsByColumn(cells, head), faults: [...fault, ...tooManyCells(cells, head)] };
  });
  return {
    columns: head.flatMap(({ column }) => (column === undefined ? [] : [column])),
    unknownColumns: head.flatMap(({ name, column }) => (column === undefined && name !== "" ? [name] : [])),
    faults: [...(hasHeader ? [] : missingHeader(named, records)), ...twice(head)],
    rows,
  };
}

type Head = { name: string; column: AgentColumn | undefined }[];
type Records = { cells: string[] }[];

/** Decided by the first line that is not empty: a tab wins, otherwise whichever of `;` and `,` it has more of. */
function delimiterOf(text: string): string {
  const line = /[^\r\n]*\S[^\r\n]*/.exec(text)?.[0].replace(/"(?:[^"]|"")*"/g, "") ?? "";
  if (line.includes("\t")) return "\t";
  return line.split(";").length > line.split(",").length ? ";" : ",";
}

function withoutHeader(records: Records): Head {
  const columns: AgentColumn[] = ["name", "profile.role"];
  const width = Math.max(1, ...records.map(({ cells }) => cells.findLastIndex((cell) => cell !== "") + 1));
  return columns.slice(0, width).map((column) => ({ name: "", column }));
}

function missingHeader(named: Head, records: Records): string[] {
  const known = named.flatMap(({ name, column }) => (column === undefined ? [] : [name]));
  if (known.length > 0 && named.length > 1) return ['The first line names columns, but none is "Name".'];
  const isWide = records.some(({ cells }) => cells.slice(2).some((cell) => cell !== ""));
  return isWide ? ['Name the columns in the first line, such as "Name", "Role" and "Heartbeat".'] : [];
}

function twice(head: Head): string[] {
  const columns = head.flatMap(({ column }) => (column === undefined ? [] : [column]));
  const repeated = new Set(columns.filter((column, index) => columns.indexOf(column) !== index));
  return [...repeated].map((column) => `Several columns are "${labelOfColumn(column)}".`);
}

function cellsByColumn(cells: readonly string[], head: Head): ReadRow["cells"] {
  return new Map(head.flatMap(({ column }, index) => (column === undefined ? [] : [[column, cells[index] ?? ""]])));
}

function tooManyCells(cells: readonly string[], head: Head): string[] {
  const filled = cells.findLastIndex((cell) => cell !== "") + 1;
  return filled > head.length ? [`It has ${filled} cells, and there are ${head.length} columns.`] : [];
}

function tooLong(what: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `The table has ${what}; at most ${mostRows.toLocaleString("en")} agents can be added at once.`,
    hintsOf("bad-input").splitTable,
  );
}
