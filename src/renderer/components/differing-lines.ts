import type { FileMove } from "../../shared/plan.ts";
import type { DifferingFile } from "../../shared/views.ts";

/** Which side changed a file since Flight Deck last wrote it, as a clause. */
const moveWords: Record<FileMove, string> = {
  none: "neither side changed",
  ours: "template or record changed",
  theirs: "edited on the gateway",
  both: "edited on the gateway, and template or record changed",
  unknown: "differs, and was never written by Flight Deck",
};

const mostNamed = 5;

/** "SOUL.md: edited on the gateway", one line for each of the first five files, then the number of others. */
export function differingLines(differing: DifferingFile[]): string[] {
  const lines = differing.slice(0, mostNamed).map(({ name, moved }) => `${name}: ${moveWords[moved]}`);
  const others = differing.length - lines.length;
  return others > 0 ? [...lines, `and ${others} more`] : lines;
}
