import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { TemplateDifference, TemplateSetRow, TemplateVersionRow } from "../../../shared/template-history.ts";
import type { Database } from "../../database/open-database.ts";
import { readTemplateVersion } from "../../database/template-versions.ts";
import { userName } from "../../database/user-name.ts";
import { diffTemplates } from "../../operations/diff-templates.ts";
import { listVersionsOfSet } from "../../operations/keep-template-versions.ts";
import { restoreTemplates } from "../../operations/save-templates.ts";
import { listTemplateSets } from "../../operations/template-sets.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { isConfirmed } from "../confirm.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { parseWholeNumber } from "../parse-whole-number.ts";
import { count } from "../text/amounts.ts";
import { diffTemplateLines, versionLines } from "../text/template-text.ts";
import { findSet } from "./template-set-commands.ts";

type SetFlags = { set?: string };
type UseFlags = SetFlags & { yes?: boolean };

const setFlag = ["--set <set>", "the set, by name or folder; by default the one in the settings"] as const;

/** Commands for the versions of template sets. */
export function addTemplateVersionCommands(templates: Command, cli: Cli): void {
  templates
    .command("log")
    .description("list the versions of a set, the latest first")
    .option(...setFlag)
    .addHelpText("after", examples([["templates log", "Who changed what, and when"]]))
    .action(action(cli, (flags: SetFlags, command: Command) => log(cli, command, flags)));
  templates
    .command("diff")
    .description("show what differs between two versions; by default, what the latest one changed")
    .argument("[from]", "number of a version", parseVersion)
    .argument("[to]", "number of a version; by default the latest", parseVersion)
    .option(...setFlag)
    .addHelpText("after", examples([["templates diff 3", "Everything that changed since version 3"]]))
    .action(
      action(cli, (from: number | undefined, to: number | undefined, flags: SetFlags, command: Command) =>
        diff(cli, command, { ...flags, from, to }),
      ),
    );
  templates
    .command("use")
    .description("write an earlier version's templates into the set's folder; the present ones are kept as a version")
    .argument("<version>", "number from templates log", parseVersion)
    .option(...setFlag)
    .option("--yes", "do not ask; for scripts")
    .addHelpText("after", examples([["templates use 3", "Shows what is lost, and asks"]]))
    .action(action(cli, (id: number, flags: UseFlags, command: Command) => use(cli, command, { ...flags, id })));
}

function parseVersion(text: string): number {
  return parseWholeNumber(text.replace(/^#/, ""));
}

type WithSet = { database: Database; dataDir: string; folder: string; versions: TemplateVersionRow[] };

/** Opens the records and the set; what something else changed in its folder becomes a version first. */
function withSet(
  cli: Cli,
  command: Command,
  { set }: SetFlags,
  work: (opened: WithSet) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withRecords(cli, command, async (database, dataDir) => {
    const folder = folderOf(cli, listTemplateSets({ database, dataDir }), set);
    return work({ database, dataDir, folder, versions: await listVersionsOfSet(database, folder) });
  });
}

/** @throws FlightDeckError not-found; templates-not-saved for the built-in set */
function folderOf(cli: Cli, sets: TemplateSetRow[], wanted: string | undefined): string {
  const { folder } = findSet(cli, sets, wanted);
  if (folder !== null) return folder;
  throw new FlightDeckError(
    "templates-not-saved",
    "The built-in templates have no versions.",
    hintsOf("templates-not-saved").builtIn,
  );
}

function log(cli: Cli, command: Command, flags: SetFlags): Promise<ExitCode> {
  return withSet(cli, command, flags, async ({ folder, versions }) => {
    await cli.output.result({ folder, versions }, () => versionLines(versions, cli.output));
    return exitCodes.done;
  });
}

type DiffFlags = SetFlags & { from: number | undefined; to: number | undefined };

function diff(cli: Cli, command: Command, flags: DiffFlags): Promise<ExitCode> {
  return withSet(cli, command, flags, async ({ database, folder, versions }) => {
    const toId = flags.to ?? versions[0]?.id ?? 0;
    const fromId = flags.from ?? versions[1]?.id ?? toId;
    const [from, to] = [fromId, toId].map((id) => readTemplateVersion(database, folder, id).sources);
    const differences = diffTemplates(from ?? {}, to ?? {});
    await cli.output.result({ folder, from: fromId, to: toId, differences }, () => [
      `From version ${fromId} to version ${toId} of ${folder}:`,
      ...diffTemplateLines(differences, cli.output),
    ]);
    return exitCodes.done;
  });
}

function use(cli: Cli, command: Command, flags: UseFlags & { id: number }): Promise<ExitCode> {
  const { id, yes = false } = flags;
  return withSet(cli, command, flags, async ({ database, dataDir, folder, versions }) => {
    const present = versions[0];
    if (!present) throw new Error("a set that was read has a version");
    const now = readTemplateVersion(database, folder, present.id).sources;
    const differences = diffTemplates(now, readTemplateVersion(database, folder, id).sources);
    const question = questionOf(folder, id, { presentId: present.id, differences });
    if (differences.length > 0 && !yes && !(await isConfirmed(cli, question))) {
      throw new FlightDeckError("bad-input", question.replace(/ Use it\?$/, ""), hintsOf("bad-input").confirmUse);
    }
    const services = { database, dataDir, startedBy: userName() };
    const saved = await restoreTemplates(services, { folder, versionId: id, baseSha256: present.sha256 });
    await cli.output.result({ ...saved, version: id, differences }, () => [
      differences.length === 0
        ? `The folder has the templates of version ${id} already.`
        : `${cli.output.paint("green", "✔")} ${folder} has the templates of version ${id} now; those before are version ${present.id}.`,
    ]);
    return exitCodes.done;
  });
}

type Loss = { presentId: number; differences: TemplateDifference[] };

function questionOf(folder: string, id: number, { presentId, differences }: Loss): string {
  const names = differences.map(({ name, kind }) => (kind === "changed" ? name : `${name} (${kind})`)).join(", ");
  const lost = differences.reduce((sum, { removed }) => sum + removed, 0);
  return [
    `Version ${id} replaces ${count(differences.length, "template")} in ${folder}: ${names}.`,
    `${count(lost, "line")} of now are lost there, and are kept as version ${presentId}.`,
    "The next sync changes agents' files accordingly. Use it?",
  ].join(" ");
}
