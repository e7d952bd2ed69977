import type { Command } from "commander";
import { listAgents } from "../../database/agents.ts";
import { findBoard, readBoard } from "../../database/boards.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import { readGateway } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { duplicateAgent } from "../../operations/duplicate-agent.ts";
import { duplicateBoard } from "../../operations/duplicate-board.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { commandGroup } from "../command-group.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { count } from "../text/amounts.ts";
import { oneLine } from "../text/plain.ts";

type AgentFlags = { name?: string; board?: string };
type BoardFlags = { name?: string; agents: boolean };

/** Commands that copy agents and boards. */
export function addDuplicateCommands(program: Command, cli: Cli): void {
  commandGroup(program, "agent")
    .command("duplicate")
    .description("add an agent with the settings of another one; its id, token, files and history are its own")
    .argument("<agent>", "name or id")
    .option("--name <name>", 'its name (default: the other one\'s, with "copy")')
    .option("--board <board>", "its board, by name or id (default: the same board)")
    .addHelpText(
      "after",
      examples([
        ['agent duplicate Hazel --name "Otto"', "Another agent like Hazel, on her board"],
        ['agent duplicate Hazel --board "Night Shift"', "The same on another board"],
      ]),
    )
    .action(
      action(cli, (wanted: string, flags: AgentFlags, command: Command) => copyAgent(cli, command, wanted, flags)),
    );
  commandGroup(program, "board")
    .command("duplicate")
    .description(
      "add a board with the settings, template set, variables and agents of another one; its chat is its own",
    )
    .argument("<board>", "name or id")
    .option("--name <name>", 'its name (default: the other one\'s, with "copy")')
    .option("--no-agents", "without its agents")
    .addHelpText(
      "after",
      examples([['board duplicate "Customer Support" --name "Night Shift"', "The same board for another team"]]),
    )
    .action(
      action(cli, (wanted: string, flags: BoardFlags, command: Command) => copyBoard(cli, command, wanted, flags)),
    );
}

function copyAgent(cli: Cli, command: Command, wanted: string, { name, board }: AgentFlags): Promise<ExitCode> {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    const agent = findByIdOrName("agent", wanted, listAgents(database));
    const boardId = board === undefined ? undefined : findBoard(database, board).id;
    const copy = duplicateAgent({ database }, { agentId: agent.id, name, boardId });
    const result = { id: copy.id, name: copy.name, boardId: copy.boardId, isBoardLead: copy.isBoardLead };
    await output.result(result, () => [
      `${output.paint("green", "✔")} ${oneLine(`Added "${copy.name}", a copy of "${agent.name}"`)}`,
      ...(agent.isBoardLead && !copy.isBoardLead ? ["  The board has a lead already, so it is no lead."] : []),
      output.paint("dim", `Next: ${commandLine(command, syncWords(database, copy))}`),
    ]);
    return exitCodes.done;
  });
}

function copyBoard(cli: Cli, command: Command, wanted: string, { name, agents: withAgents }: BoardFlags) {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    const { id: boardId, name: original } = findBoard(database, wanted);
    const { board, agents } = duplicateBoard({ database }, { boardId, name, withAgents });
    await output.result({ id: board.id, name: board.name, agents }, () => [
      `${output.paint("green", "✔")} ${oneLine(`Added board "${board.name}", a copy of "${original}", with ${count(agents, "agent")}`)}`,
      output.paint("dim", `Next: ${commandLine(command, syncWords(database, { ...board, boardId: board.id }))}`),
    ]);
    return exitCodes.done;
  });
}

function syncWords(
  database: Database,
  { gatewayId, boardId }: { gatewayId: string | null; boardId: string | null },
): string[] {
  if (gatewayId === null || boardId === null) return ["list", "boards"];
  return ["sync", "--gateway", readGateway(database, gatewayId).name, "--board", readBoard(database, boardId).name];
}
