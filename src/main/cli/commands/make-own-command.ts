import type { Command } from "commander";
import { listAgents } from "../../database/agents.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import { makeOwnTemplate } from "../../operations/make-own-template.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { giveUpOption, type RunFlags } from "../run-options.ts";
import { oneLine } from "../text/plain.ts";

/** `file make-own`. */
export function addMakeOwnCommand(file: Command, cli: Cli): void {
  file
    .command("make-own")
    .description("make what an agent's SOUL.md or IDENTITY.md has on the gateway the agent's own template")
    .argument("<file>", "SOUL.md or IDENTITY.md")
    .requiredOption("--agent <agent>", "the agent, by name or id")
    .addOption(giveUpOption())
    .addHelpText("after", examples([["file make-own SOUL.md --agent Ada", "Syncs write what Ada has now"]]))
    .action(
      action(cli, (fileName: string, { agent, ...flags }: RunFlags & { agent: string }, command: Command) =>
        withApp(cli, command, flags, async (app) => {
          const { id: agentId, name } = findByIdOrName("agent", agent, listAgents(app.database));
          const { isSame } = await makeOwnTemplate(app, { agentId, fileName }, cli.signal);
          await cli.output.result({ agentId, fileName, isSame }, () => [
            oneLine(`${fileName} of "${name}" is the agent's own template now. Nothing was written to its gateway.`),
            ...(isSame ? [] : ["The next sync writes it without the white space at its ends."]),
          ]);
          return exitCodes.done;
        }),
      ),
    );
}
