import type { Command } from "commander";
import { type AgentTableReport, canAddAgents, mostTableChars } from "../../../shared/agent-table.ts";
import { hintsOf } from "../../../shared/errors.ts";
import { hintForTerminal } from "../../../shared/hint-words.ts";
import { findBoard } from "../../database/boards.ts";
import { addAgents } from "../../operations/agent-table/add-agents.ts";
import { type Cli, commandLine, wordsOf } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import type { Output } from "../output.ts";
import { readNamedFile } from "../read-named-file.ts";
import { count } from "../text/amounts.ts";
import { oneLine } from "../text/plain.ts";
import { textTable } from "../text/text-table.ts";

export type AgentTableFlags = { dryRun?: boolean; board?: string };

/** Whether a file is a table of agents and not a fleet file. */
export function isAgentTable(file: string, { board }: AgentTableFlags): boolean {
  return board !== undefined || /\.(csv|tsv)$/i.test(file);
}

/** Adds the agents of a table to their boards: all of them, or none when a row is wrong. */
export async function importAgents(
  cli: Cli,
  file: string,
  { dryRun = false, board }: AgentTableFlags,
  command: Command,
): Promise<ExitCode> {
  const { output } = cli;
  const { path, text } = await readNamedFile(cli, file, {
    what: "table of agents",
    maxSizeBytes: 4 * mostTableChars,
    hint: hintsOf("bad-input").agentTable,
  });
  const report = await withRecords(cli, command, async (database) => {
    const boardId = board === undefined ? null : findBoard(database, board).id;
    return addAgents({ database }, { text, boardId, dryRun });
  });
  const isRight = canAddAgents(report);
  const added = dryRun ? 0 : report.agents.length;
  await output.result({ file: path, dryRun, added, ...report }, () => [
    ...(dryRun ? previewLines(file, report, output) : addedLines(file, report, output)),
    "",
    ...(isRight ? [output.paint("dim", `Next: ${commandLine(command, nextWords(file, { dryRun, command }))}`)] : []),
  ]);
  return isRight ? exitCodes.done : exitCodes.badInput;
}

function nextWords(file: string, { dryRun, command }: { dryRun: boolean; command: Command }): string[] {
  return dryRun ? ["import", file, ...wordsOf(command, "board", "--board")] : ["list", "agents"];
}

function addedLines(file: string, report: AgentTableReport, { paint }: Output): string[] {
  const what = `Added ${count(report.agents.length, "agent")} from ${oneLine(file)}`;
  return [`${paint("green", "✔")} ${paint("bold", what)}`, ...unreadLines(report, paint)];
}

function previewLines(file: string, report: AgentTableReport, { paint, columns: width }: Output): string[] {
  const { columns, rows, faults } = report;
  const hasFaults = rows.some((row) => row.faults.length > 0);
  const titles = ["row", ...columns.map((column) => column.toLowerCase()), ...(hasFaults ? ["what is wrong"] : [])];
  const cells = rows.map((row) => [
    String(row.row),
    ...row.cells,
    ...(hasFaults ? [{ text: row.faults.join(" "), style: "red" as const }] : []),
  ]);
  const title = canAddAgents(report)
    ? `${oneLine(file)} would add ${count(report.agents.length, "agent")}; nothing was changed`
    : `${oneLine(file)} cannot be added as it is; nothing was changed`;
  return [
    paint("bold", title),
    "",
    ...textTable({
      columns: titles.map((each, index) => ({ title: each, isWhole: hasFaults && index === titles.length - 1 })),
      rows: cells,
      width,
      indent: "  ",
      paint,
    }),
    ...unreadLines(report, paint),
    ...faults.map((fault) => paint("red", oneLine(`✘ ${fault}`))),
    ...(canAddAgents(report) ? [] : ["", hintForTerminal(hintsOf("bad-input").agentTable)]),
  ];
}

function unreadLines({ unknownColumns }: AgentTableReport, paint: Output["paint"]): string[] {
  if (unknownColumns.length === 0) return [];
  return [paint("yellow", oneLine(`! Not read, because no setting has this name: ${unknownColumns.join(", ")}`))];
}
