import { wholeRow } from "../../../shared/mirror-push.ts";
import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import type { ConflictRow } from "../../database/mirror/outbox.ts";
import { parseRowValues, type RowValues } from "../../database/mirror/row-values.ts";
import { type ColumnConflict, isSame, mergeRow, type RowSides } from "../merge-row.ts";

export type RowInput = RowSides & {
  table: MirroredTable;
  /** Whether the row is in the outbox. */
  isNoted: boolean;
  /** The row's known conflicts, some of them decided. */
  known: readonly ConflictRow[];
};

/** What an exchange does with one row, on either side. */
export type RowDecision =
  /** Nothing is left to do for it. */
  | { kind: "settled" }
  | { kind: "insert-there"; values: RowValues }
  | { kind: "update"; take: RowValues; push: RowValues; conflicts: ColumnConflict[] }
  | { kind: "delete-there" }
  /** Deleted there. `isChangedHere`: changes that were made here and not pushed go with it. */
  | { kind: "delete-here"; isChangedHere: boolean }
  /** Deleted here and changed there since: an operator decides. `isAsked`: the known conflict has this version. */
  | { kind: "ask-about-deletion"; isAsked: boolean }
  /** Deleted here, and to be brought back as it is there. */
  | { kind: "insert-here" };

/** Decides about one row. Pure. */
export function decideRow({ table, base, local, remote, isNoted, known }: RowInput): RowDecision {
  const merge = mergeRow(table, { base, local, remote }, { proven: new Set(), asks: isNoted });
  const whole = known.find(({ column }) => column === wholeRow);
  const isSeen = isVersionOf(table, whole?.theirs ?? null, remote);
  switch (merge.kind) {
    case "gone":
      return { kind: "settled" };
    case "insert-there":
      return merge;
    case "insert-here":
      // Never seen there before: the next pull brings it.
      return { kind: "settled" };
    case "delete-here":
      return { kind: "delete-here", isChangedHere: merge.unpushed.length > 0 };
    case "delete-there":
      if (!table.isDeletedThere) return { kind: "settled" };
      if (whole?.choice === "theirs") return { kind: "insert-here" };
      return merge.changedThere.length > 0 && !(whole?.choice === "ours" && isSeen)
        ? { kind: "ask-about-deletion", isAsked: isSeen }
        : { kind: "delete-there" };
    case "update":
      return carryOutChoices(merge, known);
  }
}

/** Whether the conflict shows the row as it is there now, in every column that an operator decides about. */
function isVersionOf({ columns }: MirroredTable, shown: string | null, remote: RowValues | null): boolean {
  if (shown === null || remote === null) return false;
  const seen = parseRowValues(shown);
  return columns.every((column) => {
    return column.changedHere !== "ask" || isSame(column, seen[column.name] ?? null, remote[column.name] ?? null);
  });
}

type Update = Extract<RowDecision, { kind: "update" }>;

/** A choice is valid only for the two versions that it was made between. */
function carryOutChoices(merge: Omit<Update, "kind">, known: readonly ConflictRow[]): Update {
  const take: Record<string, string | null> = { ...merge.take };
  const push: Record<string, string | null> = { ...merge.push };
  const conflicts: ColumnConflict[] = [];
  for (const conflict of merge.conflicts) {
    const { column, ours, theirs } = conflict;
    const choice = known.find((row) => row.column === column && row.ours === ours && row.theirs === theirs)?.choice;
    if (choice === "ours") push[column] = ours;
    else if (choice === "theirs") take[column] = theirs;
    else conflicts.push(conflict);
  }
  return { kind: "update", take, push, conflicts };
}
