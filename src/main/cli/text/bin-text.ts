import { type BinEntry, type BinRestoration, binDays } from "../../../shared/bin.ts";
import { count, localTime } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { oneLine } from "./plain.ts";
import { textTable } from "./text-table.ts";

/** What is in the bin, as a table. */
export function binLines(
  entries: readonly BinEntry[],
  { columns, paint }: { columns: number; paint: Paint },
): string[] {
  if (entries.length === 0) return [`The bin is empty. What you delete can be restored for ${binDays} days.`];
  return textTable({
    columns: ["Id", "What", "Name", "Of", "With it", "Deleted", "Kept until"].map((title) => ({ title })),
    rows: entries.map((entry) => [
      entry.id.slice(0, 8),
      entry.kind,
      oneLine(entry.name),
      oneLine(entry.place ?? ""),
      withIt(entry),
      localTime(entry.deletedAt),
      localTime(entry.expiresAt).slice(0, 10),
    ]),
    width: columns,
    paint,
  });
}

function withIt({ agents, people, onGateway }: BinEntry): string {
  return [
    agents > 0 && count(agents, "agent"),
    people > 0 && count(people, "person", "people"),
    onGateway === "deleted" && "also deleted on its gateway",
  ]
    .filter((text) => text !== false)
    .join(", ");
}

export function restoredFromBinLines({ kind, name, notes }: BinRestoration, paint: Paint): string[] {
  return [oneLine(`${paint("green", "✔")} Restored ${kind} "${name}"`), ...notes.map((note) => oneLine(`  ${note}`))];
}
