import type { Command } from "commander";
import { agentTableColumns } from "../../../shared/agent-table.ts";
import { importFleetFile } from "../../operations/import-fleet-file.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { openRecordsVault, withRecords } from "../open-host.ts";
import { readFleetInput } from "../read-fleet-input.ts";
import { importText } from "../text/import-text.ts";
import { oneLine } from "../text/plain.ts";
import { type AgentTableFlags, importAgents, isAgentTable } from "./import-agents.ts";

type ImportFlags = AgentTableFlags;

export function addImportCommand(program: Command, cli: Cli): void {
  program
    .command("import")
    .description(
      "import a fleet file or folder with organizations, gateways, boards and agents (importing it again changes nothing), " +
        "or add the agents of a table",
    )
    .argument("<file>", "fleet file (JSON), a folder that export wrote, or a table of agents (.csv, .tsv)")
    .option("--board <board>", "for a table: the board of the rows that name none, by name or id")
    .option("--dry-run", "show what would be added, changed and left alone, and change nothing")
    .addHelpText(
      "after",
      `${examples([
        ["import fleet.json --dry-run", "What an import would do"],
        ["import fleet.json", "Everything in the file, or nothing when a row is wrong"],
        ["import fleet", "The folder of an export"],
        ['import agents.csv --board "Support" --dry-run', "A table of agents: every row, and what is wrong with it"],
      ])}\n\n${smallFleet}\n\n${tableHelp}`,
    )
    .action(action(cli, (file: string, flags: ImportFlags, command: Command) => importFile(cli, file, flags, command)));
}

const smallFleet = `The smallest useful fleet (ids are UUIDs; more columns are those of Mission Control's tables):
  {
    "organizations": [{"id": "ORG", "name": "My company"}],
    "gateways": [{"id": "GW", "organization_id": "ORG", "name": "My gateway", "url": "ws://127.0.0.1:18789",
                  "token": "...", "workspace_root": "/home/me/.openclaw"}],
    "boards": [{"id": "BOARD", "organization_id": "ORG", "gateway_id": "GW", "name": "Support", "slug": "support"}],
    "agents": [{"id": "LEAD", "board_id": "BOARD", "gateway_id": "GW", "name": "Juno", "is_board_lead": true},
               {"id": "MAIN", "gateway_id": "GW", "name": "My gateway Gateway Agent"}]
  }
Also read: users, organization_members (the oldest with role owner is who the agents work for), board_memory.`;

const tableHelp = `A table has the names of its columns in the first line, in any order: ${agentTableColumns}.
Without them, a row is a name and, if there are two columns, a role. Cells are separated by tabs, commas or semicolons.`;

async function importFile(cli: Cli, file: string, flags: ImportFlags, command: Command) {
  if (isAgentTable(file, flags)) return importAgents(cli, file, flags, command);
  const { output } = cli;
  const { dryRun = false } = flags;
  const { path, fleet, ignored } = await readFleetInput(cli, file);
  const imported = await withRecords(cli, command, async (database, dataDir) => {
    const vault = await openRecordsVault(cli, { database, dataDir });
    return importFleetFile({ database, vault, dataDir }, fleet, { dryRun });
  });
  const unread = ignored.map((name) => `${name}: not read, because it is not a file of a fleet folder.`);
  const report = { ...imported, warnings: [...unread, ...imported.warnings] };
  await output.result({ file: path, dryRun, ...report }, () => {
    const { columns: width, paint } = output;
    const words = ["import", file];
    return [
      dryRun
        ? paint("bold", `An import of ${oneLine(file)} would do this; nothing was changed`)
        : `${paint("green", "✔")} ${paint("bold", `Imported ${oneLine(file)}`)}`,
      "",
      ...importText({ report, width, paint, withRows: dryRun }),
      "",
      paint("dim", `Next: ${commandLine(command, dryRun ? words : ["list", "gateways"])}`),
    ];
  });
  return exitCodes.done;
}
