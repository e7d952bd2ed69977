import type { Command } from "commander";
import type { Agent } from "../../../shared/records.ts";
import { listAgents, listAgentsOfGateway } from "../../database/agents.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import { findGateway } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { latestEarlierVersion, restoreOptions } from "../../operations/plan-restores.ts";
import { type BringBackFlags, bringBack, bringBackExitCodes, bringBackHelp } from "../bring-back.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { withApp } from "../open-host.ts";
import { parseWholeNumber } from "../parse-whole-number.ts";
import { type RunFlags, runOptions } from "../run-options.ts";
import { waitOption } from "../when-free.ts";

type RestoreFlags = Omit<BringBackFlags, "agent" | "file"> &
  RunFlags & { agent: string; gateway?: string; at?: number };

/** `file restore`. */
export function addRestoreFileCommand(file: Command, cli: Cli): void {
  const restore = file
    .command("restore")
    .description("bring back an earlier version of an agent's file")
    .argument("<file>", "the file, such as SOUL.md")
    .requiredOption("--agent <agent>", "its agent, by name or id")
    .option("--gateway <gateway>", "the agent's gateway, if several have an agent of this name")
    .option("--at <version>", "number of the version; by default the one before the latest", parseWholeNumber)
    .option("--dry-run", "show what would be written; write nothing to the gateway")
    .option("--diff", "show the diff")
    .option("--overwrite", "also replace an edit that was made on the gateway since")
    .option("--yes", "do not ask; for scripts");
  for (const option of [waitOption(), ...runOptions()]) restore.addOption(option);
  restore
    .addHelpText(
      "after",
      `${examples([
        ["file restore SOUL.md --agent Ada --dry-run --diff", "What would come back, line by line?"],
        ["file restore SOUL.md --agent Ada --at 12", "Bring that version back"],
      ])}\n\n${bringBackHelp}\n\n${bringBackExitCodes}`,
    )
    .action(
      action(cli, (fileName: string, { agent, gateway, at, ...flags }: RestoreFlags, command: Command) =>
        withApp(cli, command, flags, async (app) => {
          const { id: agentId } = findAgent(app.database, agent, gateway);
          const versionId = at ?? latestEarlierVersion(app.database, { agentId, fileName });
          const options = restoreOptions(app.database, { agentId, fileName, versionId });
          return bringBack(cli, command, { app, options, flags });
        }),
      ),
    );
}

function findAgent(database: Database, wanted: string, gateway: string | undefined): Agent {
  const agents =
    gateway === undefined ? listAgents(database) : listAgentsOfGateway(database, findGateway(database, gateway).id);
  return findByIdOrName("agent", wanted, agents);
}
