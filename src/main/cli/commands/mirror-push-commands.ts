import { type Command, Option } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { type ConflictChoice, conflictChoices } from "../../../shared/mirror-push.ts";
import { hasMirrorSource } from "../../database/mirror/mirror-source.ts";
import { listMirrorConflicts, pushMirror, resolveMirrorConflicts } from "../../operations/push-mirror.ts";
import { action, type Cli, commandLine } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { conflictLines, pushLines } from "../text/mirror-push-text.ts";
import { withMirror } from "./with-mirror.ts";

/** The commands that write to Mission Control's database, or decide what is written. */
export function addMirrorPushCommands(mirror: Command, cli: Cli): void {
  mirror
    .command("push")
    .description("write what was changed here to Mission Control's database (exit 1 if anything was not taken)")
    .action(action(cli, (_flags: object, command: Command) => push(cli, command)));
  mirror
    .command("conflicts")
    .description("list what was changed both here and in Mission Control, with both versions (exit 1 if there is any)")
    .action(action(cli, (_flags: object, command: Command) => conflicts(cli, command)));
  mirror
    .command("resolve")
    .description("choose a version of what was changed on both sides; the next push carries it out")
    .argument("[row]", "id of the row; leave it out to decide all conflicts")
    .option("--column <column>", "only this column of the row")
    .addOption(new Option("--ours", "what was changed here").conflicts("theirs"))
    .addOption(new Option("--theirs", "what Mission Control has"))
    .action(
      action(cli, (row: string | undefined, flags: ResolveFlags, command: Command) =>
        resolve(cli, command, { row, ...flags }),
      ),
    );
}

type ResolveFlags = { column?: string; ours?: boolean; theirs?: boolean };

function push(cli: Cli, command: Command) {
  return withMirror(cli, command, async (services) => {
    const report = await pushMirror(services, cli.signal);
    const next = commandLine(command, ["mirror", "conflicts"]);
    await cli.output.result(report, () => pushLines(report, next, cli.output));
    return report.unpushed > 0 || report.conflicts.length > 0 ? exitCodes.withErrors : exitCodes.done;
  });
}

function conflicts(cli: Cli, command: Command) {
  return withMirror(cli, command, async (services) => {
    const found = listMirrorConflicts(services);
    await cli.output.result(found, () => conflictLines(found, cli.output));
    return found.some(({ choice }) => choice === null) ? exitCodes.withErrors : exitCodes.done;
  });
}

function resolve(
  cli: Cli,
  command: Command,
  { row, column, ours, theirs }: ResolveFlags & { row: string | undefined },
) {
  const choice: ConflictChoice | undefined = ours ? conflictChoices[0] : theirs ? conflictChoices[1] : undefined;
  return withMirror(cli, command, async (services) => {
    if (choice === undefined) {
      throw new FlightDeckError("bad-input", "No version was chosen.", hintsOf("bad-input").chooseVersion);
    }
    const known = hasMirrorSource(services.database) ? listMirrorConflicts(services) : [];
    const named = known.filter(
      (conflict) => (row === undefined || conflict.id === row) && (column === undefined || conflict.column === column),
    );
    if (named.length === 0) throw noConflict(row, column);
    const left = resolveMirrorConflicts(services, named, choice);
    const next = commandLine(command, ["mirror", "push"]);
    await cli.output.result({ decided: named.length, conflicts: left }, () => [
      ...conflictLines(named, cli.output),
      `${named.length === 1 ? "One conflict is" : `${named.length} conflicts are`} decided: ${choice}.`,
      cli.output.paint("dim", `Next: ${next}`),
    ]);
    return exitCodes.done;
  });
}

function noConflict(row: string | undefined, column: string | undefined): FlightDeckError {
  const where = row === undefined ? "" : ` for ${row}${column === undefined ? "" : `, column ${column}`}`;
  return new FlightDeckError("not-found", `There is no conflict${where}.`, hintsOf("not-found").listConflicts);
}
