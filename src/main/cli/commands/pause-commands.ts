import type { Command } from "commander";
import { findBoard } from "../../database/boards.ts";
import { pauseBoards } from "../../operations/pause-boards.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { commandGroup } from "../command-group.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { startedBy } from "../run-result.ts";
import { oneLine } from "../text/plain.ts";

/** `board pause` and `board resume`. */
export function addPauseCommands(program: Command, cli: Cli): void {
  commandGroup(program, "board")
    .command("pause")
    .description(
      "leave the agents of boards alone: syncs skip them, and they are not woken; writes /pause in their chats",
    )
    .argument("<boards...>", "boards, by name or id")
    .addHelpText("after", examples([['board pause Support "Night Shift"', "Until they are resumed"]]))
    .action(action(cli, (names: string[], _flags: object, command: Command) => change(cli, command, names, true)));
  commandGroup(program, "board")
    .command("resume")
    .description("include the agents of paused boards again; writes /resume in their chats")
    .argument("<boards...>", "boards, by name or id")
    .addHelpText("after", examples([["board resume Support", "The next sync does what was missed"]]))
    .action(action(cli, (names: string[], _flags: object, command: Command) => change(cli, command, names, false)));
}

function change(cli: Cli, command: Command, names: string[], paused: boolean): Promise<ExitCode> {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    const boards = names.map((name) => findBoard(database, name));
    const changed = new Set(
      pauseBoards({ database }, { boardIds: boards.map(({ id }) => id), paused, source: startedBy }),
    );
    const results = boards.map(({ id, name }) => ({ id, name, paused, changed: changed.has(id) }));
    await output.result({ boards: results }, () =>
      results.map((board) => `${output.paint("green", "✔")} ${said(board)}`),
    );
    return exitCodes.done;
  });
}

function said({ name, paused, changed }: { name: string; paused: boolean; changed: boolean }): string {
  if (changed) return oneLine(`${paused ? "Paused" : "Resumed"} board "${name}"`);
  return oneLine(`Board "${name}" is ${paused ? "paused already" : "not paused"}`);
}
