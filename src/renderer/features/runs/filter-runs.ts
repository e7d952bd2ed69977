import type { RunRow } from "../../../shared/views.ts";
import { runKindLabels } from "./describe-run.ts";

export type RunFilter = {
  gatewayId: string;
  /** "problems": ended other than well, or with errors. */
  status: string;
  kind: string;
  text: string;
};

/** Empty parts of a filter let everything pass. */
export function filterRuns(runs: RunRow[], { gatewayId, status, kind, text }: RunFilter): RunRow[] {
  const wanted = text.trim().toLowerCase();
  return runs.filter(
    (run) =>
      (gatewayId === "" || run.gatewayId === gatewayId) &&
      (kind === "" || run.kind === kind) &&
      hasStatus(run, status) &&
      (wanted === "" || textOf(run).includes(wanted)),
  );
}

function hasStatus(run: RunRow, status: string): boolean {
  if (status === "problems") return run.errors > 0 || !["running", "succeeded"].includes(run.status);
  return status === "" || run.status === status;
}

function textOf({ id, gatewayName, startedBy, kind }: RunRow): string {
  return `${gatewayName} ${startedBy} ${runKindLabels[kind]} ${id}`.toLowerCase();
}
