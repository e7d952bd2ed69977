import type { Command } from "commander";
import { findGateway } from "../../database/gateways.ts";
import { deleteOrphan } from "../../operations/delete-orphan.ts";
import { action, type Cli, commandLine } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { startedBy } from "../run-result.ts";
import { oneLine } from "../text/plain.ts";

const openOptions = { giveUpAfter: 60 };

/** `gateway delete-orphan`. */
export function addOrphanCommands(gateway: Command, cli: Cli): void {
  gateway
    .command("delete-orphan")
    .description("delete an agent without a record on its gateway; its USER and MEMORY are copied first")
    .argument("<gateway>", "name or id")
    .argument("<agent>", "its id or name on the gateway, as `adopt list` lists it")
    .requiredOption("--confirm <name>", "its name on the gateway")
    .action(
      action(cli, (wanted: string, agent: string, { confirm }: { confirm: string }, command: Command) =>
        remove(cli, command, { wanted, agent, confirm }),
      ),
    );
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
