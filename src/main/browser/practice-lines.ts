import { practiceFleet } from "../../practice-gateway/practice-fleet.ts";
import type { RunEvent } from "../../shared/sync.ts";
import { createPlainLines } from "../cli/progress/plain-lines.ts";
import { paintFor } from "../cli/text/paint.ts";
import { reportText } from "../cli/text/report-text.ts";

/** Prints what happens in the practice sync, a line each, and its result as on the command line. */
export function practiceLines(stdout: NodeJS.WriteStream): (event: RunEvent) => void {
  const boardNames = practiceBoardNames();
  const lineOf = createPlainLines(boardNames);
  let gatewayName = "Practice gateway";
  return (event) => {
    if (event.type === "started") gatewayName = event.gatewayName;
    const line = lineOf(event);
    if (line !== null) stdout.write(`practice: ${line}\n`);
    if (event.type !== "ended") return;
    const { report, status } = event;
    const columns = stdout.columns ?? 80;
    const about = { kind: "template-sync", gatewayName, dryRun: false, mostRows: 40 } as const;
    const result = reportText({ report, status, ...about, boardNames, columns, paint: paintFor(stdout) });
    stdout.write(`\n${result.join("\n")}\n\n`);
  };
}

function practiceBoardNames(): Map<string, string> {
  const { boards } = practiceFleet({ gatewayUrl: "", token: "" });
  return new Map((boards as { id: string; name: string }[]).map(({ id, name }) => [id, name]));
}
