import type { Command } from "commander";
import { FlightDeckError } from "../../../shared/errors.ts";
import type { WakeTarget } from "../../../shared/wake.ts";
import { findBoard } from "../../database/boards.ts";
import { readGateway } from "../../database/gateways.ts";
import type { App } from "../../open-app.ts";
import { planWakeRuns } from "../../operations/wake-runs.ts";
import type { RunSyncResult } from "../../provisioning/model/run-request.ts";
import { wakeAgents } from "../../provisioning/wake-agents.ts";
import { agentsArgument, type ChosenFlags, chosenAgents, labelOption } from "../chosen-agents.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { commandGroup } from "../command-group.ts";
import { exitCodeOfError, exitCodeOfRun, exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { problemLines } from "../output.ts";
import { giveUpOption } from "../run-options.ts";
import { runLines, startedBy, withProgress } from "../run-result.ts";

type WakeFlags = { giveUpAfter: number };

const wakeHelp =
  "Each agent gets a message that starts a session. Its files and its roster entry stay as they are. Agents of paused boards\n" +
  "are not woken. With Mission Control's database as the source, the command waits up to 30 seconds for the agents to check in.";

/** `agent wake` and `board wake`. */
export function addWakeCommands(program: Command, cli: Cli): void {
  commandGroup(program, "agent")
    .command("wake")
    .description("send agents a message that wakes them")
    .argument(...agentsArgument)
    .addOption(labelOption())
    .addOption(giveUpOption())
    .addHelpText(
      "after",
      `${examples([
        ["agent wake Ada Juno", "Wake two agents"],
        ["agent wake --label night", "Wake all agents with a label"],
      ])}\n\n${wakeHelp}`,
    )
    .action(
      action(cli, (names: string[], flags: WakeFlags & ChosenFlags, command: Command) =>
        wake(cli, command, flags, ({ database }) => ({
          agentIds: chosenAgents(database, names, flags).map(({ id }) => id),
        })),
      ),
    );
  commandGroup(program, "board")
    .command("wake")
    .description("send every agent of a board a message that wakes it")
    .argument("<board>", "board, by name or id")
    .addOption(giveUpOption())
    .addHelpText("after", `${examples([['board wake "Customer Support"', "Wake all its agents"]])}\n\n${wakeHelp}`)
    .action(
      action(cli, (name: string, flags: WakeFlags, command: Command) =>
        wake(cli, command, flags, ({ database }) => ({ boardId: findBoard(database, name).id })),
      ),
    );
}

function wake(cli: Cli, command: Command, { giveUpAfter }: WakeFlags, targetOf: (app: App) => WakeTarget) {
  return withApp(cli, command, { giveUpAfter }, async (app) => {
    const { database } = app;
    const results: { gatewayName: string; result: RunSyncResult }[] = [];
    const problems: FlightDeckError[] = [];
    for (const run of planWakeRuns(database, targetOf(app))) {
      if (cli.signal.aborted) break;
      try {
        const result = await withProgress(cli, database, (onEvent) =>
          wakeAgents(app, { ...run, startedBy, signal: cli.signal, onEvent }),
        );
        results.push({ gatewayName: readGateway(database, run.gatewayId).name, result });
      } catch (error) {
        if (!(error instanceof FlightDeckError)) throw error;
        problems.push(error);
      }
    }
    if (results.length === 0 && problems[0]) throw problems[0];
    // A run that Ctrl-C ended reports it itself; those after it did not begin.
    if (results.length === 0) cli.signal.throwIfAborted();
    const json = {
      runs: results.map(({ result }) => result.report),
      problems: problems.map(({ code, message, hint }) => ({ code, message, hint })),
    };
    const { paint, columns } = cli.output;
    await cli.output.result(json, () => [
      ...results.flatMap(({ gatewayName, result }, index) => [
        ...(index === 0 ? [] : [""]),
        ...runLines(cli, command, database, result, { gatewayName, kind: "wake", dryRun: false }),
      ]),
      ...problemLines(problems, { paint, columns }),
    ]);
    const codes = [
      ...(cli.signal.aborted ? [exitCodes.cancelled] : []),
      ...results.map(({ result }) => exitCodeOfRun(result)),
      ...problems.map(({ code }) => exitCodeOfError(code)),
    ];
    return codes.find((code) => code !== exitCodes.done) ?? exitCodes.done;
  });
}
