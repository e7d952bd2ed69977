export type ImportCounts = { inserted: number; updated: number; unchanged: number };
/** By the name of the table as the fleet file spells it, such as `board_memory`; every table is there. */
export type ImportSummary = Record<string, ImportCounts>;

/** A row that an import adds or changes, or that is here and not in the file. */
export type ImportedRow = {
  table: string;
  id: string;
  name: string | null;
  change: "added" | "changed" | "only-here";
  /** The changed columns as the file spells them. */
  columns: string[];
};

/** The fleet as a file for a download. */
export type FleetDownload = {
  fileName: string;
  text: string;
  /** Rows by table. */
  counts: Record<string, number>;
  /** What is missing in it, or cannot be imported. */
  warnings: string[];
  /** What was left out on purpose. */
  notes: string[];
};

/** What an import did, or would do. */
export type ImportReport = {
  tables: ImportSummary;
  /** Rows that are here and not in the file are listed for the tables that the file has; an import leaves them as they are. */
  rows: ImportedRow[];
  /** What was imported and is probably not intended, and what was not read. */
  warnings: string[];
};
