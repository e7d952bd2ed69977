import { type MirrorConflict, type MirrorPushReport, wholeRow } from "../../../shared/mirror-push.ts";
import type { Output } from "../output.ts";
import { oneLine } from "./plain.ts";

/** What a push wrote, what was refused, and what waits for a decision. */
export function pushLines(report: MirrorPushReport, conflictsCommand: string, output: Output): string[] {
  const { counts, refused, conflicts, unpushed } = report;
  const tables = Object.entries(counts).map(
    ([table, { added, changed, deleted }]) => `${table}: ${added} added, ${changed} changed, ${deleted} deleted`,
  );
  const open = conflicts.filter(({ choice }) => choice === null).length;
  return [
    ...(tables.length > 0 ? tables : ["Nothing was written to Mission Control's database."]),
    ...refused.map(({ table, id, name, side, reason }) =>
      output.paint(
        "red",
        oneLine(`${table} ${name || id}: not taken${side === "here" ? " over here" : ""}, ${reason}`),
      ),
    ),
    ...(open > 0
      ? [
          output.paint(
            "yellow",
            `${open === 1 ? "One conflict waits" : `${open} conflicts wait`} for a decision: ${conflictsCommand}`,
          ),
        ]
      : []),
    ...(unpushed > 0 ? [`${unpushed === 1 ? "One row is" : `${unpushed} rows are`} not written back yet.`] : []),
  ];
}

/** Each conflict with both versions. */
export function conflictLines(conflicts: readonly MirrorConflict[], output: Output): string[] {
  if (conflicts.length === 0) return ["There are no conflicts."];
  return conflicts.flatMap(({ table, id, name, column, base, ours, theirs, choice }) => [
    `${table} ${oneLine(name || id)}${column === wholeRow ? "" : `, ${column}`}  ${output.paint("dim", id)}`,
    ...(column === wholeRow ? [] : [`  before  ${shown(base)}`]),
    `  ours    ${column === wholeRow ? rowState(ours) : shown(ours)}`,
    `  theirs  ${column === wholeRow ? rowState(theirs) : shown(theirs)}`,
    ...(choice === null ? [] : [`  decided: ${choice}`]),
  ]);
}

function rowState(row: string | null): string {
  return row === null ? "deleted" : "changed";
}

const mostShown = 200;

function shown(value: string | null): string {
  if (value === null) return "(none)";
  const text = oneLine(JSON.stringify(value));
  return text.length > mostShown ? `${text.slice(0, mostShown)}...` : text;
}
