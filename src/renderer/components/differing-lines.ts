import type { FileMove } from "../../shared/plan.ts";
import type { DifferingFile } from "../../shared/views.ts";

/** Who changed a file since we last wrote it, as a clause. */
const moveWords: Record<FileMove, string> = {
  none: "nobody changed it",
  ours: "our template or record changed",
  theirs: "edited on the gateway",
  both: "edited on the gateway, and our template or record changed",
  unknown: "differs, and was never written from here",
};

const mostNamed = 5;

/** "SOUL.md: edited on the gateway", a line for each of the first five files, and how many there are besides. */
export function differingLines(differing: DifferingFile[]): string[] {
  const lines = differing.slice(0, mostNamed).map(({ name, moved }) => `${name}: ${moveWords[moved]}`);
  const others = differing.length - lines.length;
  return others > 0 ? [...lines, `and ${others} more`] : lines;
}
