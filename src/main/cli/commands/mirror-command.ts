import { type Command, InvalidArgumentError, Option } from "commander";
import { hintsOf } from "../../../shared/errors.ts";
import { isLoss, type MirrorTlsMode, mirrorTlsModes } from "../../../shared/mirror.ts";
import { checkMirror, readMirrorStatus, setMirror, unsetMirror } from "../../operations/change-mirror.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { readNamedFile } from "../read-named-file.ts";
import { checkLines, pullLines, statusLines } from "../text/mirror-text.ts";
import { addMirrorPushCommands } from "./mirror-push-commands.ts";
import { withMirror } from "./with-mirror.ts";

export function addMirrorCommand(program: Command, cli: Cli): void {
  const mirror = program
    .command("mirror")
    .description("keep the records the same as Mission Control's PostgreSQL database")
    .addHelpText(
      "after",
      examples([
        [
          "mirror set --url-file url.txt",
          "1. A file with Mission Control's DATABASE_URL: check the connection and keep it",
        ],
        ["mirror pull", "2. Take its organizations, gateways, boards and agents over"],
        ["mirror push", "3. Write back what was changed here"],
        ["mirror status", "4. See how fresh the records are, and what is not written back"],
      ]),
    );
  mirror
    .command("set")
    .description("check the connection stage by stage, and make the database the source of the records if it passes")
    .requiredOption(
      "--url-file <file>",
      "file with the database's URL, also as SQLAlchemy spells it; it holds a password, so it is not given as an argument",
    )
    .addOption(
      new Option("--tls <mode>", "how the connection is protected; by default what the URL's sslmode says").choices([
        ...mirrorTlsModes,
      ]),
    )
    .option("--ca-file <file>", "certificates of the authority that signed the server's (PEM)")
    .option("--poll <seconds>", "how often a window that is open pulls", seconds)
    .option("--write-back", "write changes made here back to it (the default of a new source)")
    .option("--no-write-back", "never change anything in Mission Control's database")
    .action(action(cli, (flags: SetFlags, command: Command) => set(cli, command, flags)));
  mirror
    .command("check")
    .description("check the connection to the stored source, stage by stage (exit 3 if a stage fails)")
    .action(action(cli, (_flags: object, command: Command) => check(cli, command)));
  mirror
    .command("pull")
    .description("take over what has changed in Mission Control; rows that were deleted there are deleted here")
    .option("--full", "read every row, and delete even all records if the database has none of them", false)
    .action(action(cli, (flags: { full: boolean }, command: Command) => pull(cli, command, flags.full)));
  addMirrorPushCommands(mirror, cli);
  mirror
    .command("status")
    .description("show the source, the last pull, and what is not written back")
    .action(action(cli, (_flags: object, command: Command) => status(cli, command)));
  mirror
    .command("unset")
    .description("make the records this installation's own; Mission Control's database is not changed")
    .option("--discard", "even if changes made here have not been written back, or conflicts are not resolved", false)
    .action(action(cli, (flags: { discard: boolean }, command: Command) => unset(cli, command, flags.discard)));
}

type SetFlags = { urlFile: string; tls?: MirrorTlsMode; caFile?: string; poll?: number; writeBack?: boolean };

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 5 && value <= 86_400) return value;
  throw new InvalidArgumentError("Give a whole number of seconds from 5 to 86400.");
}

async function set(cli: Cli, command: Command, flags: SetFlags) {
  const { output, signal } = cli;
  const url = await readNamedFile(cli, flags.urlFile, {
    what: "file with the URL",
    maxSizeBytes: 10_000,
    hint: hintsOf("bad-input").urlFile,
  });
  const ca = flags.caFile === undefined ? null : await readCaFile(cli, flags.caFile);
  const input = { url: url.text, tls: flags.tls ?? null, caPem: ca };
  return withMirror(cli, command, async (services) => {
    const settings = {
      ...(flags.writeBack === undefined ? {} : { writeBack: flags.writeBack }),
      ...(flags.poll === undefined ? {} : { pollSeconds: flags.poll }),
    };
    const { check: result, status: present } = await setMirror(services, { ...input, settings }, { signal });
    await output.result({ saved: result.ok, check: result, status: present }, () => [
      ...checkLines(result, output),
      "",
      result.ok
        ? output.paint("dim", `Next: ${commandLine(command, ["mirror", "pull"])}`)
        : output.paint("yellow", "Nothing was saved."),
    ]);
    return result.ok ? exitCodes.done : exitCodes.noGateway;
  });
}

async function readCaFile(cli: Cli, file: string): Promise<string> {
  const { text } = await readNamedFile(cli, file, {
    what: "CA file",
    maxSizeBytes: 1_000_000,
    hint: hintsOf("bad-input").caFile,
  });
  return text;
}

function check(cli: Cli, command: Command) {
  return withMirror(cli, command, async (services) => {
    const result = await checkMirror(services, { signal: cli.signal });
    await cli.output.result(result, () => checkLines(result, cli.output));
    return result.ok ? exitCodes.done : exitCodes.noGateway;
  });
}

function pull(cli: Cli, command: Command, full: boolean) {
  return withMirror(cli, command, async (services) => {
    const report = await services.mirror.pull({ full, signal: cli.signal });
    const { unpushed, conflicts } = readMirrorStatus(services);
    await cli.output.result({ ...report, unpushed, conflicts }, () =>
      pullLines(report, { unpushed, conflicts }, cli.output),
    );
    const isIncomplete = Object.values(report.counts).some(({ leftOut }) => leftOut > 0);
    return isIncomplete || report.changes.some(isLoss) ? exitCodes.withErrors : exitCodes.done;
  });
}

function status(cli: Cli, command: Command) {
  return withMirror(cli, command, async (services) => {
    const present = readMirrorStatus(services);
    await cli.output.result(present, () => statusLines(present, cli.output));
    return exitCodes.done;
  });
}

function unset(cli: Cli, command: Command, discard: boolean) {
  return withMirror(cli, command, async (services) => {
    const present = unsetMirror(services, { discard });
    await cli.output.result(present, () => statusLines(present, cli.output));
    return exitCodes.done;
  });
}
