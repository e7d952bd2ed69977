import type { SyncOptions } from "../../../shared/sync.ts";
import type { RunKind } from "../../../shared/views.ts";
import { plural } from "../../time/format-time.ts";

export const runKindLabels: Record<RunKind, string> = {
  "template-sync": "Template sync",
  "apply-plan": "Plan applied",
  "drift-check": "Drift check",
  "ensure-lead": "Ensure lead",
  "ensure-gateway-agent": "Ensure main agent",
};

/** A few words for each option that makes a run another than the plain one. */
export function describeOptions(options: SyncOptions, boardName?: string | null): string[] {
  const words: [boolean, string][] = [
    [options.dryRun, "Dry run"],
    [options.boardId !== null, `Board ${boardName ?? options.boardId?.slice(0, 8)}`],
    [options.agentIds !== null, `${plural(options.agentIds?.length ?? 0, "chosen agent")}`],
    [options.leadOnly, "Leads only"],
    [!options.includeMain, "Without the main agent"],
    [options.rotateTokens, "Repair tokens"],
    [options.rekeyAll, "Re-key all"],
    [options.resetSessions, "Reset sessions"],
    [options.forceBootstrap, "Force BOOTSTRAP"],
    [options.overwrite, "Overwrite"],
  ];
  return words.filter(([isSet]) => isSet).map(([, text]) => text);
}
