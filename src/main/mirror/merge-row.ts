import type { MirroredColumn, MirroredTable } from "../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../database/mirror/row-values.ts";
import { canonicalJson } from "./canonical-json.ts";

export type RowSides = {
  /** The row as last seen in PostgreSQL; null if it never was. */
  base: RowValues | null;
  /** The row here; null if it is not here. */
  local: RowValues | null;
  /** The row in PostgreSQL now; null if it is not there. */
  remote: RowValues | null;
};

export type ColumnConflict = { column: string; base: string | null; ours: string | null; theirs: string | null };

export type RowMerge =
  /** The row is on neither side. */
  | { kind: "gone" }
  | { kind: "insert-here"; values: RowValues }
  | { kind: "insert-there"; values: RowValues }
  /** Deleted there. `unpushed` are the columns with changes that were made here and not pushed. */
  | { kind: "delete-here"; unpushed: string[] }
  /** Deleted here. `changedThere` are the columns that Mission Control has changed since. */
  | { kind: "delete-there"; changedThere: string[] }
  /** On both sides: what to change here, what to change there, and what an operator must decide. May all be empty. */
  | { kind: "update"; take: RowValues; push: RowValues; conflicts: ColumnConflict[] };

/** How to merge a row without a base, where it is not known which side has changed. */
export type WithoutBase = {
  /** Columns whose value here is known to be right, such as the hash of a token that was verified on the gateway. */
  proven: ReadonlySet<string>;
  /**
   * Whether other differing columns with a value here are conflicts, because the row was changed here. If not, PostgreSQL's
   * values win.
   */
  asks: boolean;
};

/**
 * Merges the two sides of a row, column by column, against what both had in common. Only columns that are changed here can
 * conflict.
 */
export function mergeRow(
  { columns }: Pick<MirroredTable, "columns">,
  { base, local, remote }: RowSides,
  withoutBase: WithoutBase = { proven: new Set(), asks: false },
): RowMerge {
  if (!remote) {
    if (!local) return { kind: "gone" };
    if (!base) return { kind: "insert-there", values: local };
    return { kind: "delete-here", unpushed: changedColumns(columns, base, local) };
  }
  if (!local) {
    if (!base) return { kind: "insert-here", values: remote };
    return { kind: "delete-there", changedThere: changedColumns(columns, base, remote) };
  }
  if (!base) return mergeColumns(columns, { base: {}, local, remote }, withoutBase);
  // A column that Mission Control added after the row was last seen has no base either: a value there is its first one.
  const emptyThere = columns.filter(({ name, changedHere }) => changedHere === "ask" && remote[name] === null);
  const proven = new Set(emptyThere.map(({ name }) => name));
  return mergeColumns(columns, { base, local, remote }, { proven, asks: false });
}

function mergeColumns(
  columns: readonly MirroredColumn[],
  { base, local, remote }: { [Side in keyof RowSides]: RowValues },
  withoutBase: WithoutBase,
): RowMerge {
  const take: Record<string, string | null> = {};
  const push: Record<string, string | null> = {};
  const conflicts: ColumnConflict[] = [];
  for (const column of columns) {
    const { name } = column;
    const [ours, theirs] = [local[name], remote[name]];
    if (ours === undefined || theirs === undefined || isSame(column, ours, theirs)) continue;
    const verdict = judge(column, { base: base[name], ours, theirs }, withoutBase);
    if (verdict === "push" && column.isOnlyCleared && ours !== null) continue;
    if (verdict === "take") take[name] = theirs;
    else if (verdict === "push") push[name] = ours;
    else conflicts.push({ column: name, base: base[name] ?? null, ours, theirs });
  }
  return { kind: "update", take, push, conflicts };
}

type Values = { base: string | null | undefined; ours: string | null; theirs: string | null };

/** For a column whose two sides differ. */
function judge(column: MirroredColumn, { base, ours, theirs }: Values, { proven, asks }: WithoutBase) {
  if (!column.changedHere) return "take";
  if (base === undefined) {
    if (proven.has(column.name)) return "push";
    return asks && ours !== null && column.changedHere === "ask" ? "conflict" : "take";
  }
  if (isSame(column, ours, base)) return "take";
  if (isSame(column, theirs, base)) return "push";
  return { ask: "conflict", ours: "push", theirs: "take" }[column.changedHere];
}

function changedColumns(columns: readonly MirroredColumn[], before: RowValues, now: RowValues): string[] {
  const changed = columns.filter((column) => {
    const [old, present] = [before[column.name], now[column.name]];
    return column.changedHere && old !== undefined && present !== undefined && !isSame(column, old, present);
  });
  return changed.map(({ name }) => name);
}

/** Whether two values of a column mean the same. */
export function isSame({ kind }: Pick<MirroredColumn, "kind">, one: string | null, other: string | null): boolean {
  if (one === other) return true;
  if (kind !== "json") return false;
  // A JSON null in the column is no value either.
  return canonicalJson(one ?? "null") === canonicalJson(other ?? "null");
}

/**
 * What both sides of a row have in common after a push of these values was cut off: those that are there now have arrived.
 * @param sent what it wrote: columns of a known row, or all of a new one
 */
export function withArrived(
  { columns }: Pick<MirroredTable, "columns">,
  base: RowValues | null,
  sent: RowValues | null,
  remote: RowValues | null,
): RowValues | null {
  if (sent === null || remote === null) return base;
  if (base === null) return sent;
  const arrived = columns.flatMap((column): [string, string | null][] => {
    const [ours, theirs] = [sent[column.name], remote[column.name]];
    return ours !== undefined && theirs !== undefined && isSame(column, ours, theirs) ? [[column.name, ours]] : [];
  });
  return { ...base, ...Object.fromEntries(arrived) };
}
