import { type Command, Option } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { type LabelsReport, wordsOfLabels } from "../../../shared/labels.ts";
import { findBoard } from "../../database/boards.ts";
import type { Database } from "../../database/open-database.ts";
import { changeLabels } from "../../operations/change-labels.ts";
import { agentsArgument, type ChosenFlags, chosenAgents, labelOption } from "../chosen-agents.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { commandGroup } from "../command-group.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { count } from "../text/amounts.ts";

type LabelFlags = { add: string[]; remove: string[] };
type Target = { agentIds: string[]; boardIds: string[] };

/** `agent label` and `board label`. */
export function addLabelCommands(program: Command, cli: Cli): void {
  withLabelOptions(commandGroup(program, "agent").command("label"))
    .description("give agents labels, or take labels away")
    .argument(...agentsArgument)
    .addOption(labelOption())
    .addHelpText(
      "after",
      examples([
        ["agent label Ada Juno --add night,eu", "Two agents get two labels"],
        ["agent label --label night --add late --remove night", "Another word for the same agents"],
      ]),
    )
    .action(
      action(cli, (names: string[], flags: LabelFlags & ChosenFlags, command: Command) =>
        change(cli, command, flags, (database) => ({
          agentIds: chosenAgents(database, names, flags).map(({ id }) => id),
          boardIds: [],
        })),
      ),
    );
  withLabelOptions(commandGroup(program, "board").command("label"))
    .description("give boards labels, which count for their agents as well, or take labels away")
    .argument("<boards...>", "boards, by name or id")
    .addHelpText("after", examples([["board label Support --add eu", "All its agents are found by --label eu"]]))
    .action(
      action(cli, (names: string[], flags: LabelFlags, command: Command) =>
        change(cli, command, flags, (database) => ({
          agentIds: [],
          boardIds: names.map((name) => findBoard(database, name).id),
        })),
      ),
    );
}

function withLabelOptions(command: Command): Command {
  const option = (flag: string, help: string) =>
    new Option(flag, help)
      .default([], "none")
      .argParser((text: string, before: string[]) => [...before, ...wordsOfLabels(text)]);
  return command
    .addOption(option("--add <labels>", "labels to add, with commas between them"))
    .addOption(option("--remove <labels>", "labels to remove, with commas between them"));
}

function change(
  cli: Cli,
  command: Command,
  { add, remove }: LabelFlags,
  targetOf: (database: Database) => Target,
): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    if (add.length + remove.length === 0) {
      throw new FlightDeckError("bad-input", "No label to add or remove was given.", hintsOf("bad-input").giveLabels);
    }
    const target = targetOf(database);
    const report = changeLabels({ database }, { ...target, add, remove });
    await cli.output.result(report, () => [`${cli.output.paint("green", "✔")} ${said(report, target)}`]);
    return exitCodes.done;
  });
}

function said({ changed, unchanged }: LabelsReport, { boardIds }: Target): string {
  const kind = boardIds.length > 0 ? "board" : "agent";
  const rest = unchanged === 0 ? "" : `; ${count(unchanged, kind)} had them like this already`;
  return `Changed the labels of ${count(changed, kind)}${rest}.`;
}
