import type { TemplateDifference, TemplateSetRow, TemplateVersionRow } from "../../../shared/template-history.ts";
import { localTime } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { diffLine, oneLine } from "./plain.ts";
import { textTable } from "./text-table.ts";

const sourceWords = { saved: "saved", used: "used again", copied: "copied", found: "found in the folder" } as const;

/** Sets with those who use them, as a table. */
export function setLines(
  sets: readonly TemplateSetRow[],
  { columns, paint }: { columns: number; paint: Paint },
): string[] {
  return textTable({
    columns: [{ title: "Set" }, { title: "Used by" }, { title: "Agents", align: "right" }, { title: "Folder" }],
    rows: sets.map((set) => [
      oneLine(set.name),
      oneLine(usersOf(set)),
      String(set.agents),
      set.isMissing ? { text: `${set.folder} (is not there)`, style: "red" as const } : (set.folder ?? ""),
    ]),
    width: columns,
    paint,
  });
}

function usersOf({ isDefault, gateways, boards }: TemplateSetRow): string {
  const users = [
    ...(isDefault ? ["the settings"] : []),
    ...gateways.filter(({ isOwn }) => isOwn).map(({ name }) => `gateway ${name}`),
    ...boards.map(({ name }) => `board ${name}`),
  ];
  return users.length === 0 ? "-" : users.join(", ");
}

/** The versions of a set, as a table. */
export function versionLines(
  versions: readonly TemplateVersionRow[],
  { columns, paint }: { columns: number; paint: Paint },
): string[] {
  return textTable({
    columns: ["Version", "When", "How", "By", "Note", "Commit", "Hash"].map((title) => ({ title })),
    rows: versions.map(({ id, recordedAt, source, savedBy, note, gitCommit, sha256 }) => [
      String(id),
      localTime(recordedAt),
      sourceWords[source],
      oneLine(savedBy ?? ""),
      oneLine(note),
      gitCommit?.slice(0, 8) ?? "",
      sha256.slice(0, 8),
    ]),
    width: columns,
    paint,
  });
}

/** What differs between two versions: a line for each template, then its diff. */
export function diffTemplateLines(differences: readonly TemplateDifference[], { paint }: { paint: Paint }): string[] {
  if (differences.length === 0) return ["Nothing differs."];
  return differences.flatMap(({ name, kind, added, removed, diff }) => [
    "",
    paint("bold", oneLine(`${name} (${kind}, +${added} -${removed})`)),
    ...diff
      .trimEnd()
      .split("\n")
      .slice(2)
      .map((line) => {
        const text = diffLine(line);
        if (line.startsWith("+")) return paint("green", text);
        return line.startsWith("-") ? paint("red", text) : text;
      }),
  ]);
}
