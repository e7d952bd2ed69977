import type { Command } from "commander";
import { type GatewayOrphans, type Orphan, orphanName, orphansExplained } from "../../../shared/orphans.ts";
import { findBoard } from "../../database/boards.ts";
import { findDoubtsOf } from "../../database/doubts/find-doubts.ts";
import { findGateway } from "../../database/gateways.ts";
import { adoptOrphan } from "../../operations/adopt-orphan.ts";
import { deleteOrphan } from "../../operations/delete-orphan.ts";
import { readOrphans } from "../../operations/read-orphans.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import type { Output } from "../output.ts";
import { startedBy } from "../run-result.ts";
import { count } from "../text/amounts.ts";
import { doubtLines } from "../text/doubt-lines.ts";
import { oneLine, wrap } from "../text/plain.ts";

const openOptions = { giveUpAfter: 60 };

/** `gateway orphans`, `gateway adopt` and `gateway delete-orphan`. */
export function addOrphanCommands(gateway: Command, cli: Cli): void {
  gateway
    .command("orphans")
    .description("list the agents on a gateway, under ids of Flight Deck or Mission Control, that have no record here")
    .argument("<gateway>", "name or id")
    .addHelpText("after", examples([['gateway orphans "My gateway"', "Agents whose records were deleted"]]))
    .action(action(cli, (wanted: string, _flags: object, command: Command) => list(cli, command, wanted)));
  gateway
    .command("adopt")
    .description(
      "create a record for an agent that has none; the next sync compares it and reports that its token is unknown",
    )
    .argument("<gateway>", "name or id")
    .argument("<agent>", "its id or name on the gateway, as `gateway orphans` lists it")
    .option("--board <board>", "its board, by name or id; leads of boards here and main agents need none")
    .action(
      action(cli, (wanted: string, agent: string, flags: { board?: string }, command: Command) =>
        adopt(cli, command, { wanted, agent, board: flags.board }),
      ),
    );
  gateway
    .command("delete-orphan")
    .description("delete an agent without a record on its gateway; its USER and MEMORY are copied first")
    .argument("<gateway>", "name or id")
    .argument("<agent>", "its id or name on the gateway, as `gateway orphans` lists it")
    .requiredOption("--confirm <name>", "its name on the gateway")
    .action(
      action(cli, (wanted: string, agent: string, { confirm }: { confirm: string }, command: Command) =>
        remove(cli, command, { wanted, agent, confirm }),
      ),
    );
}

function list(cli: Cli, command: Command, wanted: string) {
  const { output, signal } = cli;
  return withApp(cli, command, openOptions, async (app) => {
    const { id, name } = findGateway(app.database, wanted);
    const found = await readOrphans(app, id, signal);
    await output.result({ gatewayId: id, gatewayName: name, ...found }, () => orphanLines(name, found, output));
    return exitCodes.done;
  });
}

/** The agents without a record, and what to do about them. */
function orphanLines(gatewayName: string, { orphans }: GatewayOrphans, { paint, columns: width }: Output): string[] {
  const place = `gateway "${oneLine(gatewayName)}"`;
  if (orphans.length === 0) return [`${paint("green", "✔")} Every agent of ours on ${place} has a record.`];
  return [
    `${paint("yellow", "!")} ${paint("bold", `${count(orphans.length, "agent")} on ${place} without a record`)}`,
    ...wrap(orphansExplained, { width, firstIndent: "  ", restIndent: "  " }),
    ...orphans.flatMap((orphan) => ["", ...linesOf(orphan, width)]),
    "",
    paint("dim", "  `gateway adopt` creates a record for one, `gateway delete-orphan` deletes one."),
  ];
}

function linesOf(orphan: Orphan, width: number): string[] {
  const { key, known, adoption, whyKept } = orphan;
  const details = [
    known,
    adoption.kind === "none" ? `It cannot be adopted: ${adoption.why}.` : "",
    whyKept ? `It cannot be deleted now. ${whyKept}.` : "",
  ];
  const about = details.filter((text) => text !== "").join(" ");
  return [
    `  ${oneLine(orphanName(orphan))}${orphan.name ? `  (${key})` : ""}`,
    ...wrap(oneLine(about), { width, firstIndent: "    ", restIndent: "    " }),
  ];
}

function adopt(
  cli: Cli,
  command: Command,
  { wanted, agent, board }: { wanted: string; agent: string; board?: string | undefined },
) {
  const { output, signal } = cli;
  return withApp(cli, command, openOptions, async (app) => {
    const { database } = app;
    const { id: gatewayId, name: gatewayName } = findGateway(database, wanted);
    const boardId = board === undefined ? null : findBoard(database, board, gatewayId).id;
    const made = await adoptOrphan(app, { gatewayId, wanted: agent, boardId }, signal);
    const doubts = findDoubtsOf(database, { agentId: made.id });
    await output.result({ agentId: made.id, name: made.name, boardId: made.boardId, doubts }, () => [
      `${output.paint("green", "✔")} Created a record for "${oneLine(made.name)}". Nothing changed on the gateway.`,
      ...doubtLines(doubts, output),
      output.paint("dim", `Next: ${commandLine(command, ["sync", "--gateway", gatewayName, "--dry-run"])}`),
    ]);
    return exitCodes.done;
  });
}

function remove(
  cli: Cli,
  command: Command,
  { wanted, agent, confirm }: { wanted: string; agent: string; confirm: string },
) {
  const { output, signal } = cli;
  return withApp(cli, command, openOptions, async (app) => {
    const { id: gatewayId, name: gatewayName } = findGateway(app.database, wanted);
    const request = { gatewayId, wanted: agent, confirmName: confirm };
    const deletion = await deleteOrphan({ ...app, startedBy }, request, signal);
    const { name, workspace, copied, notCopied, runId } = deletion;
    await output.result(deletion, () => [
      `${output.paint("green", "✔")} Deleted "${oneLine(name)}" on gateway "${oneLine(gatewayName)}"`,
      `  Its workspace${workspace ? ` ${oneLine(workspace)}` : ""} stays on the gateway's host.`,
      ...(copied.length > 0 ? [`  Copied: ${copied.join(", ")}`] : []),
      ...notCopied.map(({ name: file, why }) =>
        output.paint("yellow", `  ! ${oneLine(`${file} was not copied (${why}); it is in the workspace`)}`),
      ),
      ...(copied.length > 0 ? [output.paint("dim", `Copies: ${commandLine(command, ["runs", "show", runId])}`)] : []),
    ]);
    return exitCodes.done;
  });
}
