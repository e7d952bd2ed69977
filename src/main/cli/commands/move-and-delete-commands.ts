import type { Command } from "commander";
import type { BulkReport } from "../../../shared/bulk.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { findBoard } from "../../database/boards.ts";
import { confirmCount } from "../../operations/bulk/confirm-count.ts";
import { deleteAgents, previewDeletion } from "../../operations/bulk/delete-agents.ts";
import { deleteBoards } from "../../operations/bulk/delete-boards.ts";
import { moveAgents } from "../../operations/bulk/move-agents.ts";
import { agentsArgument, type ChosenFlags, chosenAgents, labelOption } from "../chosen-agents.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { commandGroup } from "../command-group.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withApp, withRecords } from "../open-host.ts";
import { parseWholeNumber } from "../parse-whole-number.ts";
import { type BulkWords, bulkLines } from "../text/bulk-text.ts";

type MoveFlags = ChosenFlags & { board: string; dryRun?: boolean };
type DeleteFlags = ChosenFlags & { count?: number; dryRun?: boolean; evenIfGatewayAway?: boolean };

const dryRun = ["--dry-run", "only show what would happen to which, and who is left out"] as const;

/** `agent move`, `agent delete` and `board delete`. */
export function addMoveAndDeleteCommands(program: Command, cli: Cli): void {
  commandGroup(program, "agent")
    .command("move")
    .description("move agents to another board of their gateway; the next sync writes it into their files")
    .argument(...agentsArgument)
    .addOption(labelOption())
    .requiredOption("--board <board>", "the board to move to, by name or id")
    .option(...dryRun)
    .addHelpText(
      "after",
      examples([["agent move Ada Juno --board Support", "Leads and main agents stay where they are"]]),
    )
    .action(action(cli, (names: string[], flags: MoveFlags, command: Command) => move(cli, command, names, flags)));
  commandGroup(program, "agent")
    .command("delete")
    .description(
      "delete agents on their gateways, with the workspaces that were made for them, and then their records, which go to the bin",
    )
    .argument(...agentsArgument)
    .addOption(labelOption())
    .option("--count <number>", "how many agents will be deleted, to confirm it", parseWholeNumber)
    .option(
      "--even-if-gateway-away",
      "delete the records also where the gateway cannot be reached; the agents stay there",
    )
    .option(...dryRun)
    .addHelpText(
      "after",
      examples([
        ["agent delete --label night --dry-run", "Which agents, and what happens to each?"],
        ["agent delete --label night --count 14", "Delete those 14"],
      ]),
    )
    .action(action(cli, (names: string[], flags: DeleteFlags, command: Command) => remove(cli, command, names, flags)));
  commandGroup(program, "board")
    .command("delete")
    .description("delete boards with their agents' records, which go to the bin; the agents stay on their gateways")
    .argument("<boards...>", "boards, by name or id")
    .option("--count <number>", "how many boards will be deleted, to confirm it", parseWholeNumber)
    .option(...dryRun)
    .addHelpText("after", examples([["board delete Support Sales --count 2", "Delete two boards"]]))
    .action(
      action(cli, (names: string[], flags: DeleteFlags, command: Command) => removeBoards(cli, command, names, flags)),
    );
}

function move(cli: Cli, command: Command, names: string[], flags: MoveFlags): Promise<ExitCode> {
  const { board, dryRun = false } = flags;
  return withRecords(cli, command, (database) => {
    const agentIds = chosenAgents(database, names, flags).map(({ id }) => id);
    const report = moveAgents({ database }, { agentIds, boardId: findBoard(database, board).id, dryRun });
    return tell(cli, report, { kind: "agent", act: dryRun ? "Would move" : "Moved" });
  });
}

function remove(cli: Cli, command: Command, names: string[], flags: DeleteFlags): Promise<ExitCode> {
  const { count, dryRun = false, evenIfGatewayAway = false } = flags;
  return withApp(cli, command, { giveUpAfter: 60 }, async (app) => {
    const agentIds = chosenAgents(app.database, names, flags).map(({ id }) => id);
    const preview = previewDeletion(app, agentIds);
    if (dryRun) return tell(cli, preview, { kind: "agent", act: "Would delete" });
    if (count === undefined) throw countMissing("agent", preview);
    const deletion = { agentIds, confirmCount: count, evenIfGatewayAway };
    for await (const step of deleteAgents(app, deletion, cli.signal)) {
      if ("leftOut" in step) return tell(cli, step, { kind: "agent", act: "Deleted" });
    }
    throw new Error("a deletion made no report");
  });
}

function removeBoards(cli: Cli, command: Command, names: string[], { count, dryRun = false }: DeleteFlags) {
  return withRecords(cli, command, (database, dataDir) => {
    const boardIds = names.map((name) => findBoard(database, name).id);
    const services = { database, dataDir };
    if (!dryRun && count === undefined) {
      throw countMissing("board", deleteBoards(services, { boardIds, confirmCount: null, dryRun: true }));
    }
    const report = deleteBoards(services, { boardIds, confirmCount: count ?? null, dryRun });
    return tell(cli, report, { kind: "board", act: dryRun ? "Would delete" : "Deleted" });
  });
}

function countMissing(kind: "agent" | "board", { done }: BulkReport): FlightDeckError {
  confirmCount(kind, done.length, done.length);
  const what = `${done.length} ${kind}${done.length === 1 ? "" : "s"}`;
  return new FlightDeckError("bad-input", `${what} would be deleted.`, hintsOf("bad-input").typedCount);
}

async function tell(cli: Cli, report: BulkReport, words: BulkWords): Promise<ExitCode> {
  await cli.output.result(report, () => bulkLines(report, words, cli.output));
  return report.failed.length > 0 || report.done.length === 0 ? exitCodes.withErrors : exitCodes.done;
}
