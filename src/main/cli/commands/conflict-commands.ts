import type { Command } from "commander";
import type { ConflictFile, Conflicts, DecisionReport } from "../../../shared/bulk.ts";
import type { App } from "../../open-app.ts";
import {
  type ConflictServices,
  findConflicts,
  keepAllTheirs,
  takeAllOurs,
} from "../../operations/bulk/decide-conflicts.ts";
import { syncTemplates } from "../../provisioning/sync-gateway.ts";
import { agentsArgument, type ChosenFlags, chosenAgents, labelOption } from "../chosen-agents.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { commandGroup } from "../command-group.ts";
import { type ExitCode, exitCodeOfError, exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { problemLines } from "../output.ts";
import { giveUpOption } from "../run-options.ts";
import { startedBy, withProgress } from "../run-result.ts";
import { count } from "../text/amounts.ts";
import { bulkLines, notDoneLines } from "../text/bulk-text.ts";

type Flags = ChosenFlags & { dryRun?: boolean; giveUpAfter: number };
type Decision = {
  act: string;
  decide: (services: ConflictServices, files: ConflictFile[]) => Promise<DecisionReport>;
};

/** `agent keep-theirs` and `agent take-ours`. */
export function addConflictCommands(program: Command, cli: Cli): void {
  add(program, cli, {
    name: "keep-theirs",
    description: "keep what the gateway has of all files in conflict of these agents, until either side changes again",
    decision: { act: "Kept the gateway version of", decide: keepAllTheirs },
  });
  add(program, cli, {
    name: "take-ours",
    description: "write the template version of all files in conflict of these agents, and nothing else",
    decision: { act: "Wrote the template version of", decide: takeAllOurs },
  });
}

const conflictExitCodes =
  "Exit codes: 0 every agent was compared, and all its files in conflict decided; 1 an agent could not be compared, or a file not be\n" +
  "decided, such as during a run on its gateway; 3 a gateway was away or refused us; 2, 4 and 130 as sync.";

type ConflictCommand = { name: string; description: string; decision: Decision };

function add(program: Command, cli: Cli, { name, description, decision }: ConflictCommand): void {
  commandGroup(program, "agent")
    .command(name)
    .description(description)
    .argument(...agentsArgument)
    .addOption(labelOption())
    .option("--dry-run", "only compare, and show which files are in conflict")
    .addOption(giveUpOption())
    .addHelpText(
      "after",
      `${examples([
        [`agent ${name} Ada Juno --dry-run`, "Which of their files are in conflict?"],
        [`agent ${name} --label night`, "Decide for all agents with a label"],
      ])}\n\n${conflictExitCodes}`,
    )
    .action(
      action(cli, (names: string[], flags: Flags, command: Command) =>
        decide(cli, command, { names, flags, decision }),
      ),
    );
}

type Asked = { names: string[]; flags: Flags; decision: Decision };

function decide(cli: Cli, command: Command, { names, flags, decision }: Asked): Promise<ExitCode> {
  return withApp(cli, command, flags, async (app) => {
    const services = deciding(cli, app);
    const agentIds = chosenAgents(app.database, names, flags).map(({ id }) => id);
    const found = await findConflicts(services, agentIds);
    const isPreview = flags.dryRun === true || found.files.length === 0 || cli.signal.aborted;
    const result = isPreview ? null : await decision.decide(services, found.files);
    await cli.output.result({ ...found, result }, () => lines(cli, found, result, decision.act));
    return exitCodeOf(found, result);
  });
}

/** What is not known to be decided is no success. */
function exitCodeOf(found: Conflicts, result: DecisionReport | null): ExitCode {
  const both = [found, ...(result ? [result] : [])];
  const codes = both.flatMap(({ problems }) => problems.map(({ code }) => exitCodeOfError(code)));
  const hasFailed = both.some(({ report }) => report.failed.length > 0);
  return codes.find((code) => code !== exitCodes.done) ?? (hasFailed ? exitCodes.withErrors : exitCodes.done);
}

function deciding(cli: Cli, app: App): ConflictServices {
  const { database, dataDir } = app;
  return {
    database,
    dataDir,
    runSync: (options) =>
      withProgress(cli, database, (onEvent) => syncTemplates(app, { options, startedBy, signal: cli.signal, onEvent })),
  };
}

function lines({ output }: Cli, found: Conflicts, result: DecisionReport | null, act: string): string[] {
  const { paint, columns } = output;
  const files = result?.files ?? 0;
  const mark = files > 0 ? paint("green", "✔") : paint("yellow", "!");
  const notCompared = { kind: "agent", failing: "Could not be compared" } as const;
  return [
    ...bulkLines(found.report, { ...notCompared, act: "Files in conflict of" }, output),
    ...(result === null
      ? []
      : [
          `${mark} ${act} ${count(files, "file")}`,
          ...notDoneLines(result.report, { kind: "agent", failing: "Not decided" }, output),
        ]),
    ...problemLines([...found.problems, ...(result?.problems ?? [])], { paint, columns }),
  ];
}
