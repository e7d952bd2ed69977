import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { spellSize } from "../../../shared/spell-size.ts";
import { makeBackup, planBackup } from "../../database/backups/make-backup.ts";
import { readBackups } from "../../operations/read-backups.ts";
import { losesSecrets, type RestorePlan } from "../../restore/plan-restore.ts";
import { previewRestore, type RestoreRequest, restoreBackup } from "../../restore/restore-backup.ts";
import { findKeySource } from "../../vault/find-key-source.ts";
import { action, type Cli, commandLine, dataDirOf, examples } from "../cli-context.ts";
import { isConfirmed } from "../confirm.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { count } from "../text/amounts.ts";
import { backupLines, restoredLines, restorePlanLines } from "../text/backup-text.ts";

/** Commands for the copies of the database. */
export function addBackupCommand(program: Command, cli: Cli): void {
  const backup = program.command("backup").description("copies of the database: list, make, restore");
  backup
    .command("list")
    .description("list the backups, the latest first; works without a database")
    .addHelpText("after", examples([["backup list", "Which backups are there?"]]))
    .action(action(cli, (_flags: object, command: Command) => list(cli, command)));
  backup
    .command("make")
    .description("copy the database; a copy made by hand stays until you delete its file")
    .option("--dry-run", "only say what would be made")
    .addHelpText("after", examples([["backup make", "Before a large change"]]))
    .action(action(cli, (flags: MakeFlags, command: Command) => make(cli, command, flags)));
  backup
    .command("restore")
    .description("put a backup in the place of the database: says what is lost, asks, keeps what it replaces")
    .argument("<backup>", "name or number of the backup")
    .option("--dry-run", "only say what would be lost")
    .option("--yes", "do not ask; for scripts")
    .option("--forget-secrets", "restore without the secrets that the present data key does not open")
    .addHelpText(
      "after",
      examples([
        ["backup restore 12 --dry-run", "What would be lost?"],
        ["backup restore 12", "Restore; close Flight Deck first"],
      ]),
    )
    .action(action(cli, (name: string, flags: RestoreFlags, command: Command) => restore(cli, command, name, flags)));
}

async function list(cli: Cli, command: Command): Promise<ExitCode> {
  const { output } = cli;
  const backups = readBackups(dataDirOf(cli, command));
  await output.result(backups, () => backupLines(backups, output));
  return exitCodes.done;
}

type MakeFlags = { dryRun?: boolean };

function make(cli: Cli, command: Command, { dryRun = false }: MakeFlags): Promise<ExitCode> {
  const { output } = cli;
  return withRecords(cli, command, async (database, dataDir) => {
    const request = { dataDir, reason: "by-hand" as const };
    if (dryRun) {
      const { name, sizeBytes, freeBytes, forRoom } = planBackup(database, request);
      const deletes = forRoom.map((backup) => backup.name);
      await output.result({ dryRun, name, sizeBytes, freeBytes, deletes }, () => [
        `Would make the backup ${name}, at most ${spellSize(sizeBytes)}; ${spellSize(freeBytes)} are free.`,
        ...(deletes.length > 0
          ? [`To make room, would delete ${count(deletes.length, "daily backup")}: ${deletes.join(", ")}.`]
          : []),
      ]);
      return exitCodes.done;
    }
    const backup = await makeBackup(database, request, cli.signal);
    await output.result({ dryRun, backup }, () => [
      `${output.paint("green", "✔")} Made the backup ${backup.name} (${spellSize(backup.sizeBytes)})`,
      output.paint("dim", `Restore it: ${commandLine(command, ["backup", "restore", backup.name])}`),
    ]);
    return exitCodes.done;
  });
}

type RestoreFlags = { dryRun?: boolean; yes?: boolean; forgetSecrets?: boolean };

async function restore(cli: Cli, command: Command, wanted: string, flags: RestoreFlags): Promise<ExitCode> {
  const { env, output } = cli;
  const dataDir = dataDirOf(cli, command);
  const request: RestoreRequest = { dataDir, env, keySource: await findKeySource(dataDir), wanted };
  if (flags.dryRun) {
    const plan = await previewRestore(request);
    await output.result({ dryRun: true, ...plan }, () => restorePlanLines(plan));
    return exitCodes.changesPending;
  }
  const { plan, restored } = await restoreBackup(request, (found) => confirm(cli, found, flags));
  await output.result({ dryRun: false, ...plan, ...restored }, () => restoredLines(plan, restored, output.paint));
  return exitCodes.done;
}

async function confirm(cli: Cli, plan: RestorePlan, flags: RestoreFlags): Promise<void> {
  const told = restorePlanLines(plan).join("\n");
  if (losesSecrets(plan) && !flags.forgetSecrets) {
    throw new FlightDeckError("vault-key", told, hintsOf("vault-key").restoreFormerKey);
  }
  if (flags.yes || (await isConfirmed(cli, `${told}\nRestore this backup?`))) return;
  throw new FlightDeckError("bad-input", told, hintsOf("bad-input").confirmRestore);
}
