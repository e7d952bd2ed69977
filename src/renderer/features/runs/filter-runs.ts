import { isPlan, runLabel } from "../../../shared/run-kinds.ts";
import type { RunRow } from "../../../shared/run-views.ts";

export type RunFilter = {
  gatewayId: string;
  /** "problems": did not succeed, or had errors; "pinned". */
  status: string;
  /** A kind of run, or `plan` for syncs that only read. */
  kind: string;
  text: string;
};

/** The runs that match a filter; empty parts of the filter match everything. */
export function filterRuns(runs: RunRow[], { gatewayId, status, kind, text }: RunFilter): RunRow[] {
  const wanted = text.trim().toLowerCase();
  return runs.filter(
    (run) =>
      (gatewayId === "" || run.gatewayId === gatewayId) &&
      (kind === "" || (isPlan(run) ? "plan" : run.kind) === kind) &&
      hasStatus(run, status) &&
      (wanted === "" || textOf(run).includes(wanted)),
  );
}

function hasStatus(run: RunRow, status: string): boolean {
  if (status === "pinned") return run.isPinned;
  if (status === "problems") return run.errors > 0 || !["running", "succeeded"].includes(run.status);
  return status === "" || run.status === status;
}

function textOf(run: RunRow): string {
  return `${run.gatewayName} ${run.startedBy} ${runLabel(run)} ${run.id}`.toLowerCase();
}
