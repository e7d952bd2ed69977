/** A row of a fleet file, or a field of it, as messages name it. */
export type RowPlace = {
  /** Where it is in a fleet folder; null if there is only one file. */
  file: string | null;
  /** Null for the file as a whole. */
  table: string | null;
  /** Counted from 0; null for the table as a whole. */
  index: number | null;
  /** What an operator calls the row; null where it has no name. */
  name: string | null;
  field: string | null;
};

const longestName = 60;

/** Such as `agents row 3 "Ada", gateway_id`; rows are counted from 1. */
export function nameRow({ file, ...place }: RowPlace): string {
  const row = nameInFile(place);
  if (file === null) return row;
  return place.table === null ? file : `${file}, ${row}`;
}

function nameInFile({ table, index, name, field }: Omit<RowPlace, "file">): string {
  if (table === null) return "the file";
  const row = index === null ? table : `${table} row ${index + 1}`;
  const named = name === null ? row : `${row} "${shortName(name)}"`;
  return field === null ? named : `${named}, ${field}`;
}

/** One line, without the quotes that enclose it. */
export function shortName(name: string): string {
  const line = name.replace(/[\s\p{C}]+/gu, " ").replaceAll('"', "'");
  return line.length > longestName ? `${line.slice(0, longestName)}…` : line;
}

/** What an operator calls a row: its name, or for a person without one the e-mail address. */
export function nameOfRow(row: Record<string, unknown>): string | null {
  const name = [row.name, row.email].find((text) => typeof text === "string" && text.trim() !== "");
  return typeof name === "string" ? name.trim() : null;
}
