import type { BulkItem, BulkReport } from "../../../shared/bulk.ts";
import type { Output } from "../output.ts";
import { count } from "./amounts.ts";
import { oneLine } from "./plain.ts";

export type BulkWords = {
  kind: "agent" | "board";
  /** "Moved", or "Would move". */
  act: string;
  /** "Failed", unless there is a better word. */
  failing?: string;
};

/** What an action on many records did, record by record. */
export function bulkLines(report: BulkReport, words: BulkWords, output: Output): string[] {
  const { done } = report;
  const mark = done.length > 0 ? output.paint("green", "✔") : output.paint("yellow", "!");
  return [
    `${mark} ${words.act} ${count(done.length, words.kind)}`,
    ...done.map(itemLine),
    ...notDoneLines(report, words, output),
  ];
}

/** The records of which nothing was done, and why. */
export function notDoneLines(
  { leftOut, failed }: BulkReport,
  { kind, failing = "Failed" }: Omit<BulkWords, "act">,
  { paint }: Output,
): string[] {
  return [
    ...(leftOut.length > 0 ? [paint("yellow", `! Left out: ${count(leftOut.length, kind)}`)] : []),
    ...leftOut.map(itemLine),
    ...(failed.length > 0 ? [paint("red", `✖ ${failing}: ${count(failed.length, kind)}`)] : []),
    ...failed.map(itemLine),
  ];
}

function itemLine({ name, note }: BulkItem): string {
  return `    ${oneLine(`${name}: ${note}`)}`;
}
