import type { GatewayLabel } from "../../../shared/views.ts";

/** A row as SQLite stores it. */
export type StoredRow = Record<string, string | number | null>;

/** A row that pointed to a deleted one, and points to nothing since. */
export type Detached = { table: string; id: string; column: string; value: string };

export type BinContent = {
  /** Parents first. */
  tables: { table: string; rows: StoredRow[] }[];
  detached: Detached[];
  /** What the settings had about a gateway. */
  label?: GatewayLabel;
  checkEveryMinutes?: number;
};

export function rowsIn({ tables }: Pick<BinContent, "tables">, wanted: string): StoredRow[] {
  return tables.find(({ table }) => table === wanted)?.rows ?? [];
}
