import type { FileComparison, FileSide, FileVersionRow } from "../../../shared/file-history.ts";
import { versionNotes, versionSourceWords } from "../../../shared/file-history.ts";
import { spellSize } from "../../../shared/spell-size.ts";
import { localTime } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { diffLine, oneLine } from "./plain.ts";
import { textTable } from "./text-table.ts";

type Named = { fileName: string; agentName: string };

/** The versions of a file, as a table. */
export function fileVersionLines(
  { fileName, agentName }: Named,
  versions: readonly FileVersionRow[],
  { columns, paint }: { columns: number; paint: Paint },
): string[] {
  if (versions.length === 0) {
    return [oneLine(`${fileName} of agent "${agentName}" has no version yet: no run has written or replaced it.`)];
  }
  return textTable({
    columns: [
      { title: "Version", align: "right" },
      { title: "When" },
      { title: "What" },
      { title: "Size", align: "right" },
      { title: "Run" },
      { title: "Note" },
    ],
    rows: versions.map((version) => [
      String(version.id),
      localTime(version.recordedAt),
      versionSourceWords[version.source],
      spellSize(version.sizeBytes),
      version.runId?.slice(0, 8) ?? "",
      versionNotes(version).join(", "),
    ]),
    width: columns,
    paint,
  });
}

/** What differs between two versions of a file. */
export function fileDiffLines(
  { fileName, agentName }: Named,
  { from, to, diff, problem }: FileComparison,
  { paint }: { paint: Paint },
): string[] {
  const what = oneLine(`${fileName} of agent "${agentName}", from ${sideWords(from)} to ${sideWords(to)}`);
  if (problem !== null) return [what, oneLine(problem)];
  if (diff === "") return [`${what}: nothing differs.`];
  const [, , ...lines] = diff.trimEnd().split("\n");
  return [
    `${what}:`,
    ...lines.map((line) => {
      const text = diffLine(line);
      if (line.startsWith("+")) return paint("green", text);
      return line.startsWith("-") ? paint("red", text) : text;
    }),
  ];
}

/** The lines of a text from a gateway, harmless for a terminal. */
export function plainLines(text: string): string[] {
  return text.split("\n").map(diffLine);
}

function sideWords(side: FileSide): string {
  return side === "now" ? "what the gateway has now" : `version ${side}`;
}
