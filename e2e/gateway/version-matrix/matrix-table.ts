import type { VersionResult } from "./run-version.ts";

/** The results as a Markdown table, with a column for each check that was run on any version. */
export function tableOf(results: VersionResult[]): string {
  const checks = [...new Set(results.flatMap(({ cells }) => cells.map(({ check }) => check)))];
  const rows = results.map(({ version, cells, failures }) => {
    const notes = checks.map((check) => {
      const cell = cells.find((each) => each.check === check);
      if (!cell) return "-";
      return cell.ok ? cell.note : "**failed**";
    });
    return [version, failures.length === 0 ? "ok" : "**failed**", ...notes];
  });
  return [["version", "result", ...checks], Array(checks.length + 2).fill("---"), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}
