import { type Command, Option } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { hintForTerminal } from "../../../shared/hint-words.ts";
import { type AgentRole, agentRoles, type TemplateCheck } from "../../../shared/template-check.ts";
import { findGateway, listGateways } from "../../database/gateways.ts";
import { checkTemplates } from "../../operations/check-templates.ts";
import { checkUsedSets } from "../../operations/check-used-sets.ts";
import { absolutePath, action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import type { Output } from "../output.ts";
import { count } from "../text/amounts.ts";
import { oneLine, wrap } from "../text/plain.ts";
import { addTemplateRulesCommand } from "./template-rules-command.ts";
import { addTemplateSetCommands } from "./template-set-commands.ts";
import { addTemplateVersionCommands } from "./template-version-commands.ts";

type CheckFlags = { kind?: AgentRole; gateway?: string };

/** Commands for template folders. */
export function addTemplatesCommand(program: Command, cli: Cli): void {
  const templates = program.command("templates").description("sets of templates, who uses them, and their versions");
  addTemplateSetCommands(templates, cli);
  addTemplateVersionCommands(templates, cli);
  addTemplateRulesCommand(templates, cli);
  templates
    .command("check")
    .description("render a folder of templates for every kind of agent, and list everything that is wrong with it")
    .argument(
      "[dir]",
      "folder of templates (*.md.j2); by default every set that agents are made from, with its own agents",
    )
    .addOption(new Option("--kind <kind>", "only for this kind of agent").choices(agentRoles))
    .option("--gateway <gateway>", "with the agents and variables of this gateway only, by name or id")
    .addHelpText(
      "after",
      `${examples([
        ["templates check ./templates", "Before it is used"],
        ["templates check", "Everything that is used, also the sets of boards"],
        ['templates check ./templates --gateway "My gateway" --json', "For scripts, with one gateway's variables"],
      ])}\n\n${exitCodeHelp}`,
    )
    .action(
      action(cli, (dir: string | undefined, flags: CheckFlags, command: Command) =>
        dir === undefined ? checkUsed(cli, command, flags) : check(cli, command, dir, flags),
      ),
    );
}

const exitCodeHelp = "Exit codes: 0 nothing found, 1 problems found, 2 bad usage, or the folder cannot be read.";

function check(cli: Cli, command: Command, dir: string, { kind, gateway }: CheckFlags): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    const result = await checkTemplates(database, {
      folder: absolutePath(cli, dir),
      gateways: gateway === undefined ? listGateways(database) : [findGateway(database, gateway)],
      ...(kind ? { roles: [kind] } : {}),
    });
    const isFine = result.problems.length === 0;
    await cli.output.result({ ok: isFine, ...result }, () => linesOf(result, cli.output));
    return isFine ? exitCodes.done : exitCodes.withErrors;
  });
}

/** Checks each set for those who are made from it. */
function checkUsed(cli: Cli, command: Command, { kind, gateway }: CheckFlags): Promise<ExitCode> {
  if (gateway !== undefined)
    throw new FlightDeckError("bad-input", "A gateway is given, but no folder.", hintsOf("bad-input").checkFolder);
  return withRecords(cli, command, async (database, dataDir) => {
    const results = await checkUsedSets({ database, dataDir }, kind && [kind]);
    const isFine = results.every(({ problems }) => problems.length === 0);
    await cli.output.result({ ok: isFine, sets: results }, () =>
      results.length === 0 ? ["There are no agents."] : results.flatMap((result) => linesOf(result, cli.output)),
    );
    return isFine ? exitCodes.done : exitCodes.withErrors;
  });
}

function linesOf({ folder, roles, problems }: TemplateCheck, { paint, columns }: Output): string[] {
  const kinds = roles.join(", ");
  if (problems.length === 0) return [`${paint("green", "✔")} ${folder} renders for every agent (${kinds}).`];
  return [
    `${paint("red", "✖")} ${paint("bold", `${folder} has ${count(problems.length, "problem")}`)}`,
    ...problems.flatMap(({ message, hint, roles, dialects }) => {
      const where = [...roles, ...dialects].join(", ");
      const text = oneLine(where === "" ? message : `${message} (${where})`);
      return [
        ...wrap(text, { width: columns, firstIndent: "  - ", restIndent: "    " }),
        ...wrap(`→ ${oneLine(hintForTerminal(hint))}`, {
          width: columns,
          firstIndent: "    ",
          restIndent: "      ",
        }).map((line) => paint("cyan", line)),
      ];
    }),
  ];
}
