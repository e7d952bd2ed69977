import type { Command } from "commander";
import { folderProblemOf } from "../../database/place/require-fit-folder.ts";
import { listRuns } from "../../database/read-runs.ts";
import { unknownConnection } from "../../gateway/watch-view.ts";
import { describeInstallation } from "../../operations/diagnostics.ts";
import { runRowOf } from "../../runs/run-row.ts";
import { readStoredRun } from "../../runs/stored-run.ts";
import { ownVersion } from "../../templates/own-version.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";

export function addDiagnosticsCommand(program: Command, cli: Cli): void {
  program
    .command("diagnostics")
    .description("describe this installation for a report: versions, counts, errors of the latest runs, end of the log")
    .addHelpText(
      "after",
      `${examples([
        ["diagnostics", "Read what a report would hold"],
        ["diagnostics > report.json", "Write it to a file"],
      ])}\n\nTokens, addresses, paths, and names of people, agents and boards are left out. Read it before you pass it on.`,
    )
    .action(action(cli, (_flags: object, command: Command) => describe(cli, command)));
}

async function describe(cli: Cli, command: Command) {
  const text = await withRecords(cli, command, async (database, dataDir) => {
    const host = {
      kind: "command line",
      version: ownVersion(),
      electron: null,
      isKeyGiven: cli.env.FLIGHTDECK_KEY !== undefined,
      folderProblem: folderProblemOf(dataDir),
    } as const;
    const runs = {
      list: (filter: Parameters<typeof listRuns>[1]) => listRuns(database, filter).map(runRowOf),
      snapshot: (id: string) => readStoredRun(database, id),
      liveRunOf: () => null,
    };
    return describeInstallation({ database, dataDir, host, runs, watch: { view: () => unknownConnection } }).text;
  });
  await cli.output.result(JSON.parse(text), () => text.trimEnd().split("\n"));
  return exitCodes.done;
}
