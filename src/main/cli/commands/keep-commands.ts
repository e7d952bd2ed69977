import type { Command } from "commander";
import { mostHistoryDays, mostHistoryRuns } from "../../../shared/retention.ts";
import { completeRunId } from "../../database/complete-run-id.ts";
import { dismissRun, setRunPinned } from "../../database/keep-run.ts";
import type { Database } from "../../database/open-database.ts";
import { readSettings, saveSettings } from "../../operations/change-settings.ts";
import { withDefined } from "../../operations/with-defined.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { parseUpTo } from "../parse-whole-number.ts";

/** What decides how long a run is kept. */
export function addKeepCommands(runs: Command, cli: Cli): void {
  const withRun = (name: string, description: string, change: RunChange) =>
    runs
      .command(name)
      .description(description)
      .argument("<id>", "id of the run, or its beginning")
      .action(action(cli, (id: string, _flags: object, command: Command) => changeRun(cli, command, id, change)));
  withRun("pin", "keep a run however old it is", {
    apply: (database, id) => setRunPinned(database, id, true),
    said: "is kept until it is unpinned",
  });
  withRun("unpin", "let a run be deleted when it is old", {
    apply: (database, id) => setRunPinned(database, id, false),
    said: "is kept as long as other runs",
  });
  withRun("dismiss", "mark an interrupted run as dealt with: it is then kept only as long as other runs", {
    apply: dismissRun,
    said: "is dismissed",
  });
  runs
    .command("keep")
    .description("show or change how long runs are kept, with their diffs and plans")
    .option("--days <number>", "for so many days", parseUpTo(mostHistoryDays))
    .option("--runs <number>", "and always this many latest runs of each gateway", parseUpTo(mostHistoryRuns))
    .addHelpText(
      "after",
      `\nPinned runs, interrupted runs that were not dismissed, and runs that say what is known of an agent are always kept.\n${examples(
        [
          ["runs keep", "How long are runs kept?"],
          ["runs keep --days 30 --runs 50", "Keep less, for a smaller database"],
        ],
      )}`,
    )
    .action(action(cli, (flags: KeepFlags, command: Command) => keep(cli, command, flags)));
}

type RunChange = { apply: (database: Database, id: string) => void; said: string };

function changeRun(cli: Cli, command: Command, wanted: string, { apply, said }: RunChange) {
  return withRecords(cli, command, async (database) => {
    const id = completeRunId(database, wanted);
    apply(database, id);
    await cli.output.result({ id }, () => [`Run ${id} ${said}.`]);
    return exitCodes.done;
  });
}

type KeepFlags = { days?: number; runs?: number };

function keep(cli: Cli, command: Command, { days, runs }: KeepFlags) {
  return withRecords(cli, command, async (database) => {
    const isChange = days !== undefined || runs !== undefined;
    const change = withDefined({ historyDays: days, historyRuns: runs });
    const { historyDays, historyRuns } = isChange ? saveSettings(database, change) : readSettings(database);
    await cli.output.result({ days: historyDays, runs: historyRuns }, () => [
      `Runs are kept for ${historyDays} days, and the latest ${historyRuns} of each gateway for longer.`,
      ...(isChange ? ["Older ones are deleted after the next sync, or while a window is open."] : []),
    ]);
    return exitCodes.done;
  });
}
