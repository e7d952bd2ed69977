import { type Command, InvalidArgumentError, Option } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { FileSide } from "../../../shared/file-history.ts";
import { mostHistoryDays, mostVersions } from "../../../shared/retention.ts";
import { listAgents } from "../../database/agents.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import type { Database } from "../../database/open-database.ts";
import { readSettings, saveSettings } from "../../operations/change-settings.ts";
import { compareFileVersions, readFileVersion } from "../../operations/compare-file-versions.ts";
import { type FileOfAgent, listAgentFileVersions } from "../../operations/list-file-versions.ts";
import { readFileNow } from "../../operations/read-file-now.ts";
import { withDefined } from "../../operations/with-defined.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { openRecordsVault, withApp, withRecords } from "../open-host.ts";
import { parseUpTo, parseWholeNumber } from "../parse-whole-number.ts";
import { giveUpOption } from "../run-options.ts";
import { fileDiffLines, fileVersionLines, plainLines } from "../text/file-version-text.ts";
import { addMakeOwnCommand } from "./make-own-command.ts";
import { addRestoreFileCommand } from "./restore-file-command.ts";
import { addTakeOursCommand } from "./take-ours-command.ts";

type AgentFlag = { agent: string };
type DiffFlags = AgentFlag & { from?: FileSide; to?: FileSide; giveUpAfter: number };

const agentFlag = ["--agent <agent>", "the agent, by name or id"] as const;

/** Commands for the versions of agents' files. */
export function addFileCommand(program: Command, cli: Cli): void {
  const file = program
    .command("file")
    .description(
      "the versions of agents' files, which runs found, wrote and replaced: log, show, diff, restore, take-ours, make-own, keep",
    );
  const withFile = (name: string, description: string) =>
    file
      .command(name)
      .description(description)
      .argument("<file>", "name of the file, such as SOUL.md")
      .requiredOption(...agentFlag);
  withFile("log", "list the versions of a file, the latest first")
    .addHelpText("after", examples([["file log SOUL.md --agent Ada", "What was in it, and since when?"]]))
    .action(action(cli, (name: string, flags: AgentFlag, command: Command) => log(cli, command, name, flags)));
  withFile("show", "print a version of a file, without tokens")
    .requiredOption("--at <version>", "number from file log", parseVersion)
    .addHelpText("after", examples([["file show SOUL.md --agent Ada --at 12", "As it was then"]]))
    .action(
      action(cli, (name: string, flags: AgentFlag & { at: number }, command: Command) =>
        show(cli, command, name, flags),
      ),
    );
  withFile("diff", "show what differs between two versions of a file; by default, what the latest one changed")
    .option("--from <version>", 'number from file log, or "now": what the gateway has', parseSide)
    .option("--to <version>", "the same; by default the latest version", parseSide)
    .addOption(giveUpOption())
    .addHelpText(
      "after",
      examples([
        ["file diff SOUL.md --agent Ada", "What did the latest version change?"],
        ["file diff SOUL.md --agent Ada --from 12 --to now", "And what has changed since version 12?"],
      ]),
    )
    .action(action(cli, (name: string, flags: DiffFlags, command: Command) => diff(cli, command, name, flags)));
  addRestoreFileCommand(file, cli);
  addTakeOursCommand(file, cli);
  addMakeOwnCommand(file, cli);
  file
    .command("keep")
    .description("show or change how long versions are kept, and of what")
    .option("--days <number>", "for so many days", parseUpTo(mostHistoryDays))
    .option("--versions <number>", "and always this many latest versions of each file", parseUpTo(mostVersions))
    .addOption(
      new Option(
        "--learned <on|off>",
        "also keep versions of what agents write in USER and MEMORY, whenever a sync or check finds it changed",
      ).choices(["on", "off"]),
    )
    .addHelpText(
      "after",
      `\nWhat a file has now, what you chose to keep, and files in conflict are always kept.\n${examples([
        ["file keep --days 30 --versions 10", "Keep less, for a smaller database"],
        ["file keep --learned on", "Be able to bring back what an agent had in its MEMORY.md"],
      ])}`,
    )
    .action(action(cli, (flags: KeepFlags, command: Command) => keep(cli, command, flags)));
}

function parseVersion(text: string): number {
  return parseWholeNumber(text.replace(/^#/, ""));
}

function parseSide(text: string): FileSide {
  if (text.trim() === "now") return "now";
  if (!/^#?\d+$/.test(text.trim())) throw new InvalidArgumentError('It must be a number from file log, or "now".');
  return parseVersion(text.trim());
}

function fileOf(database: Database, fileName: string, { agent }: AgentFlag): FileOfAgent & { agentName: string } {
  const { id, name } = findByIdOrName("agent", agent, listAgents(database));
  return { agentId: id, fileName, agentName: name };
}

function log(cli: Cli, command: Command, fileName: string, flags: AgentFlag): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    const file = fileOf(database, fileName, flags);
    const versions = listAgentFileVersions(database, file);
    await cli.output.result({ ...file, versions }, () => fileVersionLines(file, versions, cli.output));
    return exitCodes.done;
  });
}

function show(cli: Cli, command: Command, fileName: string, flags: AgentFlag & { at: number }): Promise<ExitCode> {
  return withRecords(cli, command, async (database, dataDir) => {
    const file = fileOf(database, fileName, flags);
    const vault = await openRecordsVault(cli, { database, dataDir });
    const text = readFileVersion({ database, vault }, file, flags.at);
    if (text === null) throw lost(fileName, flags.at);
    await cli.output.result({ ...file, version: flags.at, text }, () => plainLines(text));
    return exitCodes.done;
  });
}

function lost(fileName: string, id: number): FlightDeckError {
  const message = `Version ${id} of ${fileName} cannot be shown: it was sealed under a key that is lost.`;
  return new FlightDeckError("not-found", message, hintsOf("not-found").fileVersion);
}

function diff(cli: Cli, command: Command, fileName: string, flags: DiffFlags): Promise<ExitCode> {
  return withApp(cli, command, { giveUpAfter: flags.giveUpAfter }, async (app) => {
    const file = fileOf(app.database, fileName, flags);
    const [latest, before] = listAgentFileVersions(app.database, file);
    const to = flags.to ?? latest?.id;
    const from = flags.from ?? (to === "now" ? latest?.id : before?.id) ?? to;
    if (from === undefined || to === undefined) throw noVersion(file);
    const readNow = () => readFileNow(app, file, cli.signal);
    const compared = await compareFileVersions(app, file, { from, to, readNow });
    await cli.output.result({ ...file, ...compared }, () => fileDiffLines(file, compared, cli.output));
    return exitCodes.done;
  });
}

function noVersion({ fileName, agentName }: { fileName: string; agentName: string }): FlightDeckError {
  const message = `${fileName} of agent "${agentName}" has no version yet.`;
  return new FlightDeckError("not-found", message, hintsOf("not-found").fileVersion);
}

type KeepFlags = { days?: number; versions?: number; learned?: "on" | "off" };

function keep(cli: Cli, command: Command, { days, versions, learned }: KeepFlags): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    const isShorter = days !== undefined || versions !== undefined;
    const keepsLearned = learned && learned === "on";
    const change = withDefined({ versionDays: days, versionsKept: versions, keepsLearned });
    const isChange = Object.keys(change).length > 0;
    const settings = isChange ? saveSettings(database, change) : readSettings(database);
    const { versionDays, versionsKept } = settings;
    await cli.output.result({ days: versionDays, versions: versionsKept, learned: settings.keepsLearned }, () => [
      `Versions of files are kept for ${versionDays} days, and the latest ${versionsKept} of each file for longer.`,
      settings.keepsLearned
        ? "What agents write in USER and MEMORY is kept whenever a sync or check finds it changed."
        : "Of what agents write in USER and MEMORY, only what a run replaces is kept.",
      ...(isShorter ? ["Older ones are deleted after the next sync, or while a window is open."] : []),
    ]);
    return exitCodes.done;
  });
}
