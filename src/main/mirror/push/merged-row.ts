import type { RowValues } from "../../database/mirror/row-values.ts";
import type { RowDecision } from "./decide-row.ts";
import type { RemoteRow } from "./remote-rows.ts";

/** One row, as it was merged. */
export type MergedRow = {
  id: string;
  base: RowValues | null;
  local: RowValues | null;
  remote: RemoteRow | null;
  /** The row's place in the outbox; another one means that it was changed here since. */
  revision: number | undefined;
  decision: RowDecision;
  /** The row in PostgreSQL after we wrote it; undefined if we did not. */
  written?: RemoteRow | undefined;
};
