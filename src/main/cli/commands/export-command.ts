import type { Command } from "commander";
import { FlightDeckError } from "../../../shared/errors.ts";
import { fleetFiles, fleetText } from "../../database/fleet/fleet-files.ts";
import type { Database } from "../../database/open-database.ts";
import { exportFleet } from "../../operations/export-fleet.ts";
import { writeFleetFile, writeFleetFolder } from "../../operations/write-fleet.ts";
import type { Vault } from "../../vault/vault.ts";
import { absolutePath, action, type Cli, commandLine, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { openRecordsVault, withRecords } from "../open-host.ts";
import { exportText } from "../text/export-text.ts";

export function addExportCommand(program: Command, cli: Cli): void {
  program
    .command("export")
    .description("write everything that you set to a fleet file or folder, without tokens and keys; import reads it")
    .argument("<path>", "one file if it ends in .json; otherwise a folder with one file per board")
    .addHelpText(
      "after",
      `${examples([
        ["export fleet.json", "One file, for another installation or as a copy"],
        ["export fleet && git -C fleet diff", "A folder for reviews: an unchanged fleet gives no difference"],
        ["import fleet --dry-run", "What the folder would change here"],
      ])}\n\n${help}`,
    )
    .action(action(cli, (path: string, _flags: object, command: Command) => exportTo(cli, path, command)));
}

const help = `Not in an export: tokens of gateways and agents and their hashes, keys, Mission Control's database URL, accepted
certificates, the practice fleet, runs, and what changes by itself, such as when an agent was last seen.
Exit codes: 0 exported; 1 exported, without fields that hold a token or with rows that cannot be imported (each is named).`;

async function exportTo(cli: Cli, named: string, command: Command) {
  const path = absolutePath(cli, named);
  const fleet = await withRecords(cli, command, async (database, dataDir) =>
    exportFleet(database, await vaultIfReadable(cli, database, dataDir)),
  );
  const written = /\.json$/i.test(path)
    ? writeFleetFile(path, fleetText(fleet))
    : writeFleetFolder(path, fleetFiles(fleet));
  const { counts, notes } = fleet;
  const warnings = [...fleet.warnings, ...written.foreign.map(warnOfForeign)];
  await cli.output.result({ path, counts, ...written, warnings, notes }, () =>
    exportText({
      named,
      fleet: { ...fleet, warnings },
      written,
      paint: cli.output.paint,
      next: commandLine(command, ["import", named, "--dry-run"]),
    }),
  );
  return warnings.length > 0 ? exitCodes.withErrors : exitCodes.done;
}

function warnOfForeign(path: string): string {
  return `${path}: no export wrote this file. It was left as it is, and an import of the folder reads it.`;
}

/** Records can be exported without the data key, too. */
async function vaultIfReadable(cli: Cli, database: Database, dataDir: string): Promise<Vault | null> {
  try {
    return await openRecordsVault(cli, { database, dataDir });
  } catch (error) {
    if (error instanceof FlightDeckError && error.code === "vault-key") return null;
    throw error;
  }
}
