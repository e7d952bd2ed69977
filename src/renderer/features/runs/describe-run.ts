import type { SyncOptions } from "../../../shared/sync.ts";
import type { RunKind, RunRow } from "../../../shared/views.ts";
import { plural } from "../../time/format-time.ts";

export const runKindLabels: Record<RunKind, string> = {
  "template-sync": "Template sync",
  "apply-plan": "Applied plan",
  "drift-check": "Drift check",
  "ensure-lead": "Ensure lead",
  "ensure-gateway-agent": "Ensure main agent",
};

/** Whether a run made a plan: a sync that only read. */
export function isPlan({ kind, options }: Pick<RunRow, "kind" | "options">): boolean {
  return kind === "template-sync" && options.dryRun;
}

/** A short label for the kind of a run. */
export function runLabel(run: Pick<RunRow, "kind" | "options">): string {
  return isPlan(run) ? "Plan" : runKindLabels[run.kind];
}

/** "Template sync of Harbour". */
export function runTitle(run: Pick<RunRow, "kind" | "options" | "gatewayName">): string {
  return `${runLabel(run)} of ${run.gatewayName}`;
}

/** A short label for each option that differs from a plain sync. */
export function describeOptions(options: SyncOptions, boardName?: string | null): string[] {
  const words: [boolean, string][] = [
    [options.boardId !== null, `Board ${boardName ?? options.boardId?.slice(0, 8)}`],
    [options.agentIds !== null, `${plural(options.agentIds?.length ?? 0, "chosen agent")}`],
    [options.outOfSyncOnly, "Out of sync only"],
    [options.fileNames !== null, `${options.fileNames?.join(", ")} only`],
    [options.leadOnly, "Leads only"],
    [!options.includeMain, "Without the main agent"],
    [options.rotateTokens, "Repair tokens"],
    [options.rekeyAll, "Re-key all"],
    [options.resetSessions, "Reset sessions"],
    [options.forceBootstrap, "Force BOOTSTRAP"],
    [options.overwrite, "Overwrite"],
    [options.adopt, "Adopt existing agents"],
    [options.adoptDefault, "Adopt the default agent"],
    [options.moveWorkspaces, "Move workspaces"],
    [options.verify, "Every file verified"],
  ];
  return words.filter(([isSet]) => isSet).map(([, text]) => text);
}
