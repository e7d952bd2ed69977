import type { Command } from "commander";
import { listAgents } from "../../database/agents.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import { listWrittenFiles } from "../../database/written-files.ts";
import { keepFile } from "../../operations/keep-file.ts";
import { action, type Cli } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { oneLine } from "../text/plain.ts";

/** `file take-ours`. */
export function addTakeOursCommand(file: Command, cli: Cli): void {
  file
    .command("take-ours")
    .description("end keeping the gateway version of a file: the next sync writes the template version again")
    .argument("<file>", "name of the file, such as SOUL.md")
    .requiredOption("--agent <agent>", "the agent, by name or id")
    .action(
      action(cli, (name: string, { agent }: { agent: string }, command: Command) =>
        takeOurs(cli, command, { fileName: name, wanted: agent }),
      ),
    );
}

function takeOurs(
  cli: Cli,
  command: Command,
  { fileName, wanted }: { fileName: string; wanted: string },
): Promise<ExitCode> {
  return withRecords(cli, command, async (database, dataDir) => {
    const { id, name } = findByIdOrName("agent", wanted, listAgents(database));
    const wasKept = listWrittenFiles(database, [id]).some(
      (file) => file.fileName === fileName && file.keptTheirsMaskedSha256 !== null,
    );
    if (wasKept) await keepFile({ database, dataDir }, { id, fileName, kept: null });
    await cli.output.result({ agentId: id, fileName, wasKept }, () => [
      oneLine(
        wasKept
          ? `The next sync writes the template version of ${fileName} of "${name}" again.`
          : `The gateway version of ${fileName} of "${name}" was not kept: nothing is changed.`,
      ),
    ]);
    return exitCodes.done;
  });
}
