import type { Command } from "commander";
import { completeRunId } from "../../database/complete-run-id.ts";
import { undoOptions } from "../../operations/plan-restores.ts";
import { type BringBackFlags, bringBack, bringBackExitCodes, bringBackHelp } from "../bring-back.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { withApp } from "../open-host.ts";
import { type RunFlags, runOptions } from "../run-options.ts";
import { waitOption } from "../when-free.ts";

const undoHelp =
  "Brings back what the run's files had before. Not undone: new tokens, wake-up messages, session resets, deletions, the gateway's\n" +
  "configuration, and files that the run created. To use earlier templates as well: templates log, templates use.\n";

/** `runs undo`. */
export function addUndoCommand(runs: Command, cli: Cli): void {
  const undo = runs
    .command("undo")
    .description("bring back what a run's files had before it")
    .argument("<id>", "id of the run, or its beginning")
    .option("--dry-run", "show what would come back; write nothing to the gateway")
    .option("--diff", "show the diff of every file")
    .option("--agent <names...>", "only the files of these agents, by name or id")
    .option("--file <names...>", "only these files of each agent, such as SOUL.md")
    .option("--overwrite", "also replace what changed since the run")
    .option("--yes", "do not ask; for scripts");
  for (const option of [waitOption(), ...runOptions()]) undo.addOption(option);
  undo
    .addHelpText(
      "after",
      `${examples([
        ["runs undo 1f3a9c20 --dry-run --diff", "What would come back, line by line?"],
        ["runs undo 1f3a9c20", "Bring it back"],
        ["runs undo 1f3a9c20 --agent Ada --file SOUL.md --yes", "One file of one agent, in a script"],
      ])}\n\n${undoHelp}${bringBackHelp}\n\n${bringBackExitCodes}`,
    )
    .action(
      action(cli, (wanted: string, flags: BringBackFlags & RunFlags, command: Command) =>
        withApp(cli, command, flags, async (app) => {
          const options = undoOptions(app.database, completeRunId(app.database, wanted));
          return bringBack(cli, command, { app, options, flags });
        }),
      ),
    );
}
