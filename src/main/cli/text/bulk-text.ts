import type { BulkItem, BulkReport } from "../../../shared/bulk.ts";
import type { Output } from "../output.ts";
import { count } from "./amounts.ts";
import { oneLine } from "./plain.ts";

export type BulkWords = {
  kind: "agent" | "board";
  /** "Moved", or "Would move". */
  act: string;
};

/** What an action on many records did, record by record. */
export function bulkLines({ done, leftOut, failed }: BulkReport, { kind, act }: BulkWords, output: Output): string[] {
  const { paint } = output;
  const line = ({ name, note }: BulkItem) => oneLine(`    ${name}: ${note}`);
  return [
    `${done.length > 0 ? paint("green", "✔") : paint("yellow", "!")} ${act} ${count(done.length, kind)}`,
    ...done.map(line),
    ...(leftOut.length > 0 ? [paint("yellow", `! Left out: ${count(leftOut.length, kind)}`)] : []),
    ...leftOut.map(line),
    ...(failed.length > 0 ? [paint("red", `✖ Failed: ${count(failed.length, kind)}`)] : []),
    ...failed.map(line),
  ];
}
