import { plainSync, type SyncOptions, syncChoiceNames, syncChoices } from "../../../shared/sync-options.ts";
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
  const { boardId, agentIds, fileNames } = options;
  const limits: [boolean, string][] = [
    [boardId !== null, `Board ${boardName ?? boardId?.slice(0, 8)}`],
    [agentIds !== null, plural(agentIds?.length ?? 0, "chosen agent")],
    [fileNames !== null, `${fileNames?.join(", ")} only`],
  ];
  const badges = syncChoiceNames
    .filter((name) => options[name] !== plainSync[name])
    .map((name) => syncChoices[name].badge)
    .filter((badge) => badge !== null);
  return [...limits.filter(([isSet]) => isSet).map(([, text]) => text), ...badges];
}
