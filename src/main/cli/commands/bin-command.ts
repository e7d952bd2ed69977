import type { Command } from "commander";
import { type BinEntry, binDays } from "../../../shared/bin.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { emptyBin, listBin, readBinEntry } from "../../database/bin/bin-entries.ts";
import type { Database } from "../../database/open-database.ts";
import { restoreFromBin } from "../../operations/restore-from-bin.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { isConfirmed } from "../confirm.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { count } from "../text/amounts.ts";
import { binLines, restoredFromBinLines } from "../text/bin-text.ts";

/** Commands for deleted records. */
export function addBinCommand(program: Command, cli: Cli): void {
  const bin = program
    .command("bin")
    .description(`deleted records, which can be restored for ${binDays} days: list, restore, empty`);
  bin
    .command("list")
    .description("list what was deleted, the latest first")
    .addHelpText("after", examples([["bin list", "What can be restored?"]]))
    .action(action(cli, (_flags: object, command: Command) => list(cli, command)));
  bin
    .command("restore")
    .description("restore a deleted record with what was deleted with it; changes nothing on a gateway")
    .argument("<id>", "id from bin list, or its beginning")
    .addHelpText("after", examples([["bin restore 1a2b3c4d", "All of it, or nothing if something is in the way"]]))
    .action(action(cli, (id: string, _flags: object, command: Command) => restore(cli, command, id)));
  bin
    .command("empty")
    .description("delete everything in the bin for good; asks first")
    .option("--yes", "do not ask; for scripts")
    .addHelpText("after", examples([["bin empty", "Nothing in it can be restored afterwards"]]))
    .action(action(cli, (flags: EmptyFlags, command: Command) => empty(cli, command, flags)));
}

function list(cli: Cli, command: Command): Promise<ExitCode> {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    emptyBin(database, "expired");
    const entries = listBin(database);
    await output.result({ entries }, () => [
      ...binLines(entries, output),
      ...(entries[0]
        ? ["", output.paint("dim", `Restore: ${commandLine(command, ["bin", "restore", entries[0].id.slice(0, 8)])}`)]
        : []),
    ]);
    return exitCodes.done;
  });
}

function restore(cli: Cli, command: Command, wanted: string): Promise<ExitCode> {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    const restored = restoreFromBin({ database }, findEntry(database, wanted));
    await output.result(restored, () => restoredFromBinLines(restored, output.paint));
    return exitCodes.done;
  });
}

/** @throws FlightDeckError not-found, or bad-input when several ids begin like this */
function findEntry(database: Database, wanted: string): string {
  const text = wanted.trim().toLowerCase();
  const [found, ...others] = text === "" ? [] : listBin(database).filter(({ id }) => id.startsWith(text));
  if (!found) return readBinEntry(database, text).id;
  if (others.length === 0) return found.id;
  const ids = [found, ...others].map(({ id, name }: BinEntry) => `${name} (${id})`).join(", ");
  throw new FlightDeckError("bad-input", `Several ids begin with ${text}.`, hintsOf("bad-input").ambiguousName(ids));
}

type EmptyFlags = { yes?: boolean };

function empty(cli: Cli, command: Command, { yes = false }: EmptyFlags): Promise<ExitCode> {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    const entries = listBin(database);
    const what = `${count(entries.length, "entry", "entries")} in the bin`;
    const question = `${what} cannot be restored afterwards. Delete for good?`;
    const isSure = entries.length === 0 || yes || (await isConfirmed(cli, question));
    if (!isSure) {
      throw new FlightDeckError("bad-input", `${what} would be deleted for good.`, hintsOf("bad-input").confirmEmpty);
    }
    const deleted = emptyBin(database, "all");
    await output.result({ deleted }, () => [
      deleted === 0 ? "The bin is empty." : `Deleted ${count(deleted, "entry", "entries")} for good.`,
    ]);
    return exitCodes.done;
  });
}
