import type { RecordDifference, RestoreLoss } from "./backups.ts";
import { count } from "./count.ts";
import { listNames } from "./list-names.ts";

/**
 * What a restore loses and brings back, a line for each kind.
 * @param repairTokens what this host calls the option of a sync that gives agents new tokens
 */
export function restoreLossLines(loss: RestoreLoss, repairTokens: string): string[] {
  const { records, runs, newTokens, unwrittenChanges, isSettingsChanged } = loss;
  return [
    ...records.flatMap(differenceLines),
    ...(newTokens.length > 0
      ? [`New tokens, which the backup does not know: sync ${named(newTokens)} with ${repairTokens} afterwards`]
      : []),
    ...(runs > 0 ? [`${count(runs, "run")}, with the file contents that were replaced`] : []),
    ...(isSettingsChanged ? ["Changed settings"] : []),
    ...(unwrittenChanges > 0 ? [`${count(unwrittenChanges, "change")} not yet written to Mission Control`] : []),
  ];
}

function differenceLines({ what, added, changed, deleted }: RecordDifference): string[] {
  const stay = what === "agents" ? "; they stay on their gateways without a record" : "";
  return [
    ...(added.length > 0 ? [`Added ${what}: ${named(added)}${stay}`] : []),
    ...(changed.length > 0 ? [`Changed ${what}: ${named(changed)}`] : []),
    ...(deleted.length > 0 ? [`Deleted ${what} come back: ${named(deleted)}`] : []),
  ];
}

function named(names: readonly string[]): string {
  return listNames(names.map((name) => `"${name}"`));
}
