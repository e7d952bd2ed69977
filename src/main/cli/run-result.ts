import type { Command } from "commander";
import type { RunKind } from "../../shared/run-kinds.ts";
import type { RunEvent } from "../../shared/sync.ts";
import { listBoards } from "../database/boards.ts";
import { catchStorageTrouble } from "../database/explain-database-failure.ts";
import type { Database } from "../database/open-database.ts";
import type { RunSyncResult } from "../provisioning/model/run-request.ts";
import { type Cli, commandLine } from "./cli-context.ts";
import { startProgress } from "./progress/start-progress.ts";
import { reportText } from "./text/report-text.ts";

/** `startedBy` of runs from the command line. */
export const startedBy = "command line";

/** Shows the progress of a run on stderr until it ends. */
export async function withProgress<T>(
  { env, streams, signal }: Pick<Cli, "env" | "streams" | "signal">,
  database: Database,
  start: (onEvent: (event: RunEvent) => void) => Promise<T>,
): Promise<T> {
  const progress = startProgress({ stream: streams.stderr, env, boardNames: boardNamesOf(database), signal });
  try {
    return await start(progress.onEvent);
  } finally {
    progress.stop();
  }
}

export function boardNamesOf(database: Database): Map<string, string> {
  return new Map(listBoards(database).map(({ id, name }) => [id, name]));
}

/** Rows beyond this are only in `runs show`. */
const mostRows = 40;

export type RunLinesOptions = { gatewayName: string; kind: RunKind; dryRun: boolean };

/** The result of a run that has just ended, and how to see it again. */
export function runLines(
  { output }: Cli,
  command: Command,
  database: Database,
  { status, report, plan }: RunSyncResult,
  options: RunLinesOptions,
): string[] {
  const { columns, paint } = output;
  let boardNames = new Map<string, string>();
  catchStorageTrouble(() => {
    boardNames = boardNamesOf(database);
  });
  const again = commandLine(command, ["runs", "show", report.runId.slice(0, 8)]);
  const where = report.isStored === false ? "this report is not stored" : `see it again: ${again}`;
  return [
    ...reportText({ report, status, ...options, withoutAgents: plan !== null, boardNames, mostRows, columns, paint }),
    paint("dim", `Run ${report.runId}; ${where}`),
  ];
}
