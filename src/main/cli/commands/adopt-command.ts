import { Argument, type Command } from "commander";
import { type AgentMode, agentModes, modeWords } from "../../../shared/agent-modes.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { listAgents } from "../../database/agents.ts";
import { findBoard } from "../../database/boards.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import { findGateway } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { adoptAgents, listAdoptable, previewAdoption } from "../../operations/adopt-agents.ts";
import { changeAgentMode } from "../../operations/change-agent-mode.ts";
import { releaseAgent } from "../../operations/release-agent.ts";
import { action, type Cli, commandLine, dataDirOf, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withApp, withRecords } from "../open-host.ts";
import { startedBy } from "../run-result.ts";
import { adoptableLines, adoptionLines } from "../text/adoption-text.ts";
import { oneLine } from "../text/plain.ts";

const openOptions = { giveUpAfter: 60 };
const agentFlag = ["--agent <agent>", "the agent, by name or id"] as const;

type AddFlags = { gateway: string; board?: string; mode?: AgentMode; all?: boolean; dryRun?: boolean };

/** Commands for agents that no record knows, and for how much of an adopted one is changed. */
export function addAdoptCommand(program: Command, cli: Cli): void {
  const adopt = program
    .command("adopt")
    .description(
      "agents that people or other programs made: list and add those without a record here; then mode, release",
    );
  adopt
    .command("list")
    .description("list the agents on a gateway that have no record here, and which of them can be adopted")
    .requiredOption("--gateway <gateway>", "name or id")
    .addHelpText("after", examples([['adopt list --gateway "My gateway"', "Which agents are there without a record?"]]))
    .action(action(cli, (flags: { gateway: string }, command: Command) => list(cli, command, flags.gateway)));
  adopt
    .command("add")
    .description("make records for agents that have none; nothing changes on the gateway, and their files stay theirs")
    .argument("[agents...]", "their ids or names on the gateway, as `adopt list` lists them")
    .requiredOption("--gateway <gateway>", "name or id")
    .option("--board <board>", "their board, by name or id; leads of boards here and main agents need none")
    .option("--all", "every agent that can be adopted")
    .addOption(modeOption(adopt))
    .option("--dry-run", "only show what would be recorded")
    .addHelpText(
      "after",
      `\n${modeHelp()}\n${examples([
        ['adopt add --gateway "My gateway" --board Harbour --all --dry-run', "What would be adopted?"],
        ['adopt add pico --gateway "My gateway" --board Harbour --mode watch', "One agent, read only"],
      ])}`,
    )
    .action(
      action(cli, (wanted: string[], flags: AddFlags, command: Command) => add(cli, command, { wanted, ...flags })),
    );
  adopt
    .command("mode")
    .description("change how much of an agent is changed on its gateway")
    .addArgument(new Argument("<mode>").choices(agentModes))
    .requiredOption(...agentFlag)
    .addHelpText("after", `\n${modeHelp()}`)
    .action(
      action(cli, (mode: AgentMode, flags: { agent: string }, command: Command) => setMode(cli, command, flags, mode)),
    );
  adopt
    .command("release")
    .description("give an agent back: its record goes to the bin, and it stays on its gateway as it is")
    .requiredOption(...agentFlag)
    .action(action(cli, (flags: { agent: string }, command: Command) => release(cli, command, flags.agent)));
}

function modeOption(command: Command) {
  return command
    .createOption("--mode <mode>", "files by default; full for agents with ids of Flight Deck")
    .choices(agentModes);
}

function modeHelp(): string {
  const lines = agentModes.map((mode) => `  ${mode.padEnd(7)}${modeWords[mode].help}`);
  return ["Modes:", ...lines].join("\n");
}

function list(cli: Cli, command: Command, wanted: string) {
  const { output, signal } = cli;
  return withApp(cli, command, openOptions, async (app) => {
    const { id, name } = findGateway(app.database, wanted);
    const found = await listAdoptable(app, id, signal);
    await output.result({ gatewayId: id, gatewayName: name, ...found }, () => adoptableLines(name, found, output));
    return exitCodes.done;
  });
}

function add(cli: Cli, command: Command, flags: AddFlags & { wanted: string[] }) {
  const { output, signal } = cli;
  return withApp(cli, command, openOptions, async (app) => {
    const { database } = app;
    const { wanted, all = false, board, mode = null, dryRun = false } = flags;
    if (wanted.length > 0 === all) {
      const what = all ? "Agents were named, and all were asked for." : "No agent was named.";
      throw new FlightDeckError("bad-input", what, hintsOf("bad-input").chooseAdopted);
    }
    const { id: gatewayId, name: gatewayName } = findGateway(database, flags.gateway);
    const boardId = board === undefined ? null : findBoard(database, board, gatewayId).id;
    const request = { gatewayId, boardId, mode, wanted: all ? null : wanted };
    const services = { ...app, startedBy };
    const result = await (dryRun ? previewAdoption : adoptAgents)(services, request, signal);
    await output.result(result, () => [
      ...adoptionLines(gatewayName, result, { output, isDryRun: dryRun }),
      ...(result.runId === null
        ? []
        : [output.paint("dim", `Next: ${commandLine(command, ["sync", "--gateway", gatewayName, "--dry-run"])}`)]),
    ]);
    return result.refused.length > 0 ? exitCodes.withErrors : exitCodes.done;
  });
}

function findAgent(database: Database, wanted: string) {
  return findByIdOrName("agent", wanted, listAgents(database));
}

function setMode(cli: Cli, command: Command, { agent: wanted }: { agent: string }, mode: AgentMode) {
  return withRecords(cli, command, async (database) => {
    const { id, name } = findAgent(database, wanted);
    await changeAgentMode({ database, dataDir: dataDirOf(cli, command) }, id, mode);
    await cli.output.result({ agentId: id, name, mode }, () => [
      `Mode of "${oneLine(name)}": ${mode}. ${modeWords[mode].help}`,
    ]);
    return exitCodes.done;
  });
}

function release(cli: Cli, command: Command, wanted: string) {
  const { output } = cli;
  return withApp(cli, command, openOptions, async (app) => {
    const { id, name } = findAgent(app.database, wanted);
    const binId = await releaseAgent(app, id);
    await output.result({ agentId: id, name, binId }, () => [
      `${output.paint("green", "✔")} Released "${oneLine(name)}". Nothing changed on its gateway; its record is in the bin.`,
      output.paint("dim", `Undo: ${commandLine(command, ["bin", "restore", binId.slice(0, 8)])}`),
    ]);
    return exitCodes.done;
  });
}
