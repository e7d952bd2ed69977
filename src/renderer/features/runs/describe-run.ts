import { runLabel } from "../../../shared/run-kinds.ts";
import type { RunRow } from "../../../shared/run-views.ts";
import { plainSync, type SyncOptions, syncChoiceNames, syncChoices } from "../../../shared/sync-options.ts";
import { plural } from "../../time/format-time.ts";

/** "Template sync of Harbour". */
export function runTitle(run: Pick<RunRow, "kind" | "options" | "gatewayName">): string {
  return `${runLabel(run)} of ${run.gatewayName}`;
}

/** A short label for each option that differs from a plain sync. */
export function describeOptions(options: SyncOptions, boardName?: string | null): string[] {
  const { boardId, agentIds, fileNames, restore } = options;
  const limits: [boolean, string][] = [
    [boardId !== null, `Board ${boardName ?? boardId?.slice(0, 8)}`],
    [agentIds !== null, plural(agentIds?.length ?? 0, "chosen agent")],
    [fileNames !== null && !restore, `${fileNames?.join(", ")} only`],
    [restore !== null, restore && "fileName" in restore ? `Restores ${restore.fileName}` : "Undo"],
  ];
  const badges = syncChoiceNames
    .filter((name) => options[name] !== plainSync[name])
    // Whether the main agent is among chosen agents says nothing more.
    .filter((name) => name !== "includeMain" || agentIds === null)
    .map((name) => syncChoices[name].badge)
    .filter((badge) => badge !== null);
  return [...limits.filter(([isSet]) => isSet).map(([, text]) => text), ...badges];
}
