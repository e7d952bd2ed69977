import { count } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { diffLine, oneLine } from "./plain.ts";

/** One diff that a run kept: gateway's version to ours. */
export type NamedDiff = { agentName: string; fileName: string; diff: string };

export type DiffTextOptions = { diffs: NamedDiff[]; mostLines: number; paint: Paint };

/** The diffs in order until `mostLines` are reached. The rest, and new files, are listed by name only. */
export function diffText({ diffs, mostLines, paint }: DiffTextOptions): string[] {
  const lines: string[] = [];
  for (const { agentName, fileName, diff } of diffs) {
    const body = bodyOf(diff);
    const added = body.filter((line) => line.startsWith("+")).length;
    const removed = body.filter((line) => line.startsWith("-")).length;
    const isNew = body[0]?.startsWith("@@ -0,0 ") ?? false;
    const amounts = isNew
      ? paint("green", `new, ${count(added, "line")}`)
      : `${paint("green", `+${added}`)} ${paint("red", `-${removed}`)}`;
    lines.push(`  ${paint("bold", oneLine(`${agentName} · ${fileName}`))}  ${amounts}`);
    if (isNew || lines.length + body.length > mostLines) continue;
    lines.push(...body.map((line) => `    ${paintLine(line, paint)}`), "");
  }
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** Without the four header lines, which only name files. */
function bodyOf(diff: string): string[] {
  const all = diff.split("\n").map(diffLine);
  const start = all.findIndex((line) => line.startsWith("@@"));
  return (start < 0 ? all : all.slice(start)).filter((line) => line !== "");
}

function paintLine(line: string, paint: Paint): string {
  if (line.startsWith("@@")) return paint("cyan", line);
  if (line.startsWith("+")) return paint("green", line);
  return line.startsWith("-") ? paint("red", line) : line;
}
