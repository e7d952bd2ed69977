import { type Chunk, isFont, totalKb } from "./bundle-sizes.ts";
import type { HostFigures } from "./host-child.ts";
import type { StepFigures } from "./watch-page.ts";

export type Budget = { what: string; figure: number; limit: number; unit: string };
export type Measured = { step: StepFigures; host: HostFigures };

export function describeBudgets(budgets: Budget[]): string {
  return table(
    ["budget", "figure", "limit", ""],
    budgets.map(({ what, figure, limit, unit }) => {
      return [what, `${Math.round(figure)} ${unit}`, `${limit} ${unit}`, figure < limit ? "ok" : "**over**"];
    }),
  );
}

/** One row per step, followed by every long task with what ran in it. */
export function describeSteps(measured: Measured[]): string {
  const rows = measured.map(({ step: { step, seconds, tasks, heapMb, peakHeapMb }, host }) => [
    step,
    seconds.toFixed(1),
    tasks.length,
    Math.round(Math.max(0, ...tasks.map(({ workedMs }) => workedMs))),
    Math.round(Math.max(0, ...tasks.map(({ durationMs }) => durationMs))),
    Math.round(heapMb),
    Math.round(peakHeapMb),
    Math.round(host.rssMb),
    Math.round(host.heapMb),
    Math.round(host.loopP99Ms),
    Math.round(host.loopMaxMs),
  ]);
  const columns = ["step", "s", "tasks > 50 ms", "longest, worked ms", "by the clock ms", "heap MB", "peak MB"];
  const hostColumns = ["host RSS MB", "host heap MB", "host loop p99 ms", "max ms"];
  return `${table([...columns, ...hostColumns], rows)}\n\n${longTasks(measured) || "No task took more than 50 ms."}`;
}

function longTasks(measured: Measured[]): string {
  const lines = measured.flatMap(({ step: { step, tasks } }) =>
    tasks
      .toSorted((one, other) => other.workedMs - one.workedMs)
      .slice(0, 6)
      .map(
        ({ durationMs, workedMs, blame }) =>
          `- ${step}: ${Math.round(workedMs)} ms of ${Math.round(durationMs)} (${blame.slice(0, 3).join("; ") || "?"})`,
      ),
  );
  return lines.join("\n");
}

/** The sums, and the largest chunks. */
export function describeBundle(chunks: Chunk[]): string {
  const large = chunks.filter(({ gzipKb }) => gzipKb >= 4);
  const sum = (counts: (chunk: Chunk) => boolean) => totalKb(chunks, counts).toFixed(0);
  const sums = [
    `scripts and styles ${sum(({ name }) => !isFont(name))} kB, of which ${sum((chunk) => chunk.isFirstLoad && !isFont(chunk.name))} kB are the first load`,
    `fonts ${sum(({ name }) => isFont(name))} kB`,
  ];
  const rows = large.map(({ name, gzipKb, isFirstLoad }) => [name, gzipKb.toFixed(1), isFirstLoad ? "yes" : ""]);
  return `Gzipped: ${sums.join("; ")}.\n\n${table(["file", "kB", "first load"], rows)}`;
}

function table(columns: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}
