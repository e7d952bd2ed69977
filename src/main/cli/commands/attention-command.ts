import type { Command } from "commander";
import { attentionTitle } from "../../../shared/attention.ts";
import { listRecordedAttention } from "../../operations/attention/list-attention.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { attentionLines } from "../text/attention-text.ts";

type Flags = { dismissed?: boolean };

/** What needs attention, from the records. */
export function addAttentionCommand(program: Command, cli: Cli): void {
  program
    .command("attention")
    .description(
      "list what needs attention on all gateways, as of the last syncs and checks; exits with 10 if anything does",
    )
    .option("--dismissed", "also what was dismissed in the window")
    .addHelpText(
      "after",
      examples([
        ["attention", "What is wrong, or not known?"],
        ["attention --json", "For a monitoring script: 0 means nothing, 10 something"],
      ]),
    )
    .action(action(cli, (flags: Flags, command: Command) => show(cli, command, flags)));
}

function show(cli: Cli, command: Command, { dismissed = false }: Flags): Promise<ExitCode> {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    const { items, watch } = listRecordedAttention(database);
    const open = items.filter(({ dismissedAt }) => dismissedAt === null);
    const shown = dismissed ? items : open;
    const json = { items: shown.map((item) => ({ ...item, title: attentionTitle(item) })), watch };
    await output.result(json, () =>
      attentionLines(
        { items: shown, watch },
        { ...output, hidden: items.length - shown.length, commandOf: (words) => commandLine(command, words) },
      ),
    );
    return open.length > 0 ? exitCodes.changesPending : exitCodes.done;
  });
}
