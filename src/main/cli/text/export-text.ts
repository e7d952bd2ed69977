import { listNames } from "../../../shared/list-names.ts";
import type { FleetExport } from "../../operations/export-fleet.ts";
import type { WrittenFleet } from "../../operations/write-fleet.ts";
import { count } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { oneLine } from "./plain.ts";

export type ExportTextOptions = {
  named: string;
  fleet: FleetExport;
  written: WrittenFleet;
  paint: Paint;
  /** The command to run next. */
  next: string;
};

/** What an export wrote, and what is missing in it. */
export function exportText({ named, fleet, written, paint, next }: ExportTextOptions): string[] {
  const { counts, warnings, notes } = fleet;
  const what = listNames(["gateway", "board", "agent"].map((kind) => count(counts[`${kind}s`] ?? 0, kind)));
  const { written: files, unchanged, removed } = written;
  const changes = [
    files.length > 0 && `${count(files.length, "file")} written`,
    unchanged > 0 && `${count(unchanged, "file")} unchanged`,
    removed.length > 0 && `${count(removed.length, "file")} of boards that are gone removed`,
  ].filter((text) => text !== false);
  return [
    oneLine(`${paint("green", "✔")} ${paint("bold", `Exported ${what} to ${named}`)}`),
    `  ${changes.join(", ")}`,
    ...notes.map((text) => oneLine(`  ${text}`)),
    ...warnings.map((text) => paint("yellow", oneLine(`! ${text}`))),
    "",
    "It has no tokens and no keys. After an import into another installation, enter the gateways' tokens there.",
    paint("dim", `Next: ${next}`),
  ];
}
