import type { UndoneRun } from "../../database/undo-journal.ts";
import type { RestoredFile } from "./decide-restores.ts";

/**
 * What undoing a run leaves as it is, in words for the operator: only contents of files come back. Pure.
 * @param hasRecord whether an agent still has a record; the files of others are left alone.
 */
export function notUndone(
  { id, steps, configWrites }: UndoneRun,
  files: readonly RestoredFile[],
  hasRecord: (agentId: string) => boolean,
): string[] {
  const created = files.filter(({ obstacle }) => obstacle?.action === "preserved").length;
  const withoutRecord = files.filter(({ agentId }) => !hasRecord(agentId)).length;
  const left = [
    amount(steps.token ?? 0, "new token"),
    amount(steps["session-reset"] ?? 0, "session reset"),
    amount(steps.wake ?? 0, "wake-up message"),
    amount(created, "file that it created or filled first", "files that it created or filled first"),
    amount(withoutRecord, "file of deleted agents", "files of deleted agents"),
    configWrites === null
      ? "the gateway's configuration, if it was changed"
      : configWrites > 0
        ? "the gateway's configuration (entries of agents, and settings)"
        : "",
  ].filter((text) => text !== "");
  return [
    `This brings back what files had before run ${id.slice(0, 8)}. They stay so until their template or record changes.`,
    ...(left.length > 0 ? [`Not undone: ${left.join(", ")}.`] : []),
  ];
}

function amount(count: number, one: string, many = `${one}s`): string {
  return count === 0 ? "" : `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
