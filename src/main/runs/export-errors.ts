import { hintForWindow } from "../../shared/hint-words.ts";
import type { RunSnapshot } from "../../shared/run-views.ts";
import type { RunError } from "../../shared/sync.ts";

const columns = [
  "severity",
  "code",
  "message",
  "hint",
  "agentName",
  "agentId",
  "boardId",
] as const satisfies (keyof RunError)[];

/** The errors and warnings of a run, in the words of the window, as a file for a spreadsheet or a script. */
export function exportErrors(
  { run, errors: stored }: Pick<RunSnapshot, "run" | "errors">,
  format: "csv" | "json",
): { fileName: string; text: string } {
  const errors = stored.map((error) => ({ ...error, hint: hintForWindow(error.hint) }));
  const stem = `flight-deck-errors-${run.startedAt.slice(0, 19).replaceAll(":", "-")}-${run.id.slice(0, 8)}`;
  if (format === "json") {
    const { id: runId, gatewayId, gatewayName, startedAt, status } = run;
    const file = { runId, gatewayId, gatewayName, startedAt, status, errors };
    return { fileName: `${stem}.json`, text: `${JSON.stringify(file, null, 2)}\n` };
  }
  const rows = errors.map((error) => columns.map((column) => error[column] ?? ""));
  const lines = [[...columns], ...rows].map((cells) => cells.map(csvCell).join(","));
  return { fileName: `${stem}.csv`, text: `${lines.join("\r\n")}\r\n` };
}

/**
 * A cell after RFC 4180, always quoted. Texts come from gateways and agents' names: one that a spreadsheet would read as a
 * formula gets an apostrophe in front.
 */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
