import { Argument, type Command } from "commander";
import { action, type Cli, examples } from "../cli-context.ts";
import { type CompletedShell, completedShells } from "../completion/completed-shells.ts";
import { completionScripts } from "../completion/completion-scripts.ts";
import { exitCodes } from "../exit-codes.ts";

/** `completion`: a shell's script. What it asks on each Tab is answered before the words are parsed (run-cli.ts). */
export function addCompletionCommand(program: Command, cli: Cli): void {
  program
    .command("completion")
    .description("print a script with which a shell completes commands, options and names on Tab")
    .addArgument(new Argument("<shell>", "the shell").choices(completedShells))
    .addHelpText(
      "after",
      `${examples([["completion bash", "Its first lines say where it belongs"]])}

It completes the command flightdeck: after \`npm link\` in a clone, or with the installed app's command line tool. Names come
from the data folder's database as it is.`,
    )
    .action(
      action(cli, async (shell: CompletedShell) => {
        await cli.output.result({ script: completionScripts[shell] }, () => [completionScripts[shell].trimEnd()]);
        return exitCodes.done;
      }),
    );
}
