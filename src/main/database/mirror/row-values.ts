/** Values by column name, spelled as `ColumnKind` says. A column that one side does not have is missing. */
export type RowValues = { readonly [column: string]: string | null };

/** Reads the values of a row from JSON that Flight Deck or PostgreSQL has made of them. A row that is not there has none. */
export function parseRowValues(json: string): RowValues {
  return JSON.parse(json) ?? {};
}
