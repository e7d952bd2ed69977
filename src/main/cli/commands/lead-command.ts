import { type Command, InvalidArgumentError } from "commander";
import { findBoard } from "../../database/boards.ts";
import { readGateway } from "../../database/gateways.ts";
import { ensureLead } from "../../provisioning/ensure-lead.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { showEnsured } from "../ensured.ts";
import { withApp } from "../open-host.ts";
import { type RunFlags, runOptions } from "../run-options.ts";
import { startedBy, withProgress } from "../run-result.ts";
import { oneLine } from "../text/plain.ts";

type LeadFlags = RunFlags & { board: string; name?: string; identity?: Record<string, string> };

export function addLeadCommand(program: Command, cli: Cli): void {
  const lead = program.command("lead").description("create the lead agents of boards");
  const ensure = lead
    .command("ensure")
    .description("create a board's lead agent if it is missing, and provision it if needed")
    .requiredOption("--board <board>", "board, by name or id")
    .option("--name <name>", "the lead's name; without it, an existing lead keeps its name")
    .option(
      "--identity <key=value>",
      "for a new lead: a value of its identity, such as role, communication_style or emoji; may be repeated",
      addIdentity,
    )
    .addHelpText(
      "after",
      examples([
        ['lead ensure --board "Customer Support"', "Create and wake the lead, or finish what failed before"],
        ['lead ensure --board "Customer Support" --name Juno', "With this name"],
        ['lead ensure --board "Customer Support" --identity role="Head of Support"', "With another role"],
      ]),
    )
    .action(action(cli, (flags: LeadFlags, command: Command) => ensureBoardLead(cli, command, flags)));
  for (const option of runOptions()) ensure.addOption(option);
}

/** Collects the values of a repeated option. */
function addIdentity(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, key, value = ""] = /^([a-z_]+)=(.*)$/s.exec(text.trim()) ?? [];
  if (key === undefined) throw new InvalidArgumentError('It must be KEY=VALUE, such as role="Head of Support".');
  return { ...before, [key]: value };
}

function ensureBoardLead(cli: Cli, command: Command, flags: LeadFlags) {
  return withApp(cli, command, flags, async (app) => {
    const { database } = app;
    const board = findBoard(database, flags.board);
    const gatewayName = board.gatewayId === null ? "" : readGateway(database, board.gatewayId).name;
    const ensured = await withProgress(cli, database, (onEvent) =>
      ensureLead(app, {
        boardId: board.id,
        agentName: flags.name,
        identityProfile: flags.identity,
        startedBy,
        signal: cli.signal,
        onEvent,
      }),
    );
    const what = `lead of board "${oneLine(board.name)}"`;
    return showEnsured(cli, command, database, ensured, { kind: "ensure-lead", gatewayName, what });
  });
}
