import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { SetTarget, TemplateSetRow } from "../../../shared/template-history.ts";
import { findBoard } from "../../database/boards.ts";
import { findGateway } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { userName } from "../../database/user-name.ts";
import { assignTemplateSet } from "../../operations/assign-template-set.ts";
import { createTemplateSet } from "../../operations/create-template-set.ts";
import { deleteTemplateSet } from "../../operations/delete-template-set.ts";
import { renameTemplateSet } from "../../operations/rename-template-set.ts";
import type { SaveTemplatesServices } from "../../operations/save-templates.ts";
import { listTemplateSets } from "../../operations/template-sets.ts";
import { absolutePath, action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { oneLine } from "../text/plain.ts";
import { setLines } from "../text/template-text.ts";

type TargetFlags = { gateway?: string; board?: string; default?: boolean };

/** Commands for template sets: what there is, who uses it, and sets of one's own. */
export function addTemplateSetCommands(templates: Command, cli: Cli): void {
  templates
    .command("sets")
    .description("list the template sets, and who uses them")
    .action(action(cli, (_: object, command: Command) => list(cli, command)));
  templates
    .command("create")
    .description("make a set of your own, as a copy of another one")
    .argument("<name>", "its name, and that of its folder")
    .option("--from <set>", "the set to copy, by name or folder; by default the built-in one")
    .addHelpText("after", examples([['templates create Support --from "Our templates"', "A duplicate to change"]]))
    .action(
      action(cli, (name: string, flags: { from?: string }, command: Command) => create(cli, command, name, flags.from)),
    );
  templates
    .command("rename")
    .description("rename a set of your own; whoever uses it, and its versions, go along")
    .argument("<set>", "by name or folder")
    .argument("<name>")
    .action(action(cli, (set: string, name: string, _: object, command: Command) => rename(cli, command, set, name)));
  templates
    .command("delete")
    .description("delete a set of your own that nothing uses; its versions stay for a new set of the same name")
    .argument("<set>", "by name or folder")
    .action(action(cli, (set: string, _: object, command: Command) => remove(cli, command, set)));
  addAssignCommands(templates, cli);
}

function addAssignCommands(templates: Command, cli: Cli): void {
  templates
    .command("assign")
    .description("make agents from a set: those of a board, of a gateway, or of all that have none of their own")
    .argument("<set>", "by name, or a folder")
    .option("--gateway <gateway>", "for this gateway, by name or id")
    .option("--board <board>", "for this board, by name or id")
    .option("--default", "for every gateway without a set of its own")
    .addHelpText(
      "after",
      examples([
        ["templates assign Support --board Billing", "The board's own set; others keep theirs"],
        ["templates assign Built-in --default", "Back to the built-in templates"],
      ]),
    )
    .action(
      action(cli, (set: string, flags: TargetFlags, command: Command) => assign(cli, command, { ...flags, set })),
    );
  templates
    .command("unassign")
    .description("take away a board's or a gateway's own set: it follows its gateway, or the settings, again")
    .option("--gateway <gateway>", "by name or id")
    .option("--board <board>", "by name or id")
    .action(action(cli, (flags: TargetFlags, command: Command) => assign(cli, command, { ...flags, set: null })));
}

/** A set by its name or folder; without either the one in the settings. @throws FlightDeckError not-found */
export function findSet(cli: Cli, sets: readonly TemplateSetRow[], wanted: string | undefined): TemplateSetRow {
  const found = sets.find((set) =>
    wanted === undefined ? set.isDefault : set.name === wanted || set.folder === absolutePath(cli, wanted),
  );
  if (found) return found;
  const names = sets.map(({ name }) => name).join(", ");
  throw new FlightDeckError("not-found", `There is no template set "${wanted}".`, hintsOf("not-found").named(names));
}

type WithSets = { services: SaveTemplatesServices; sets: TemplateSetRow[] };

function withSets(cli: Cli, command: Command, work: (opened: WithSets) => Promise<ExitCode>): Promise<ExitCode> {
  return withRecords(cli, command, (database, dataDir) => {
    const services = { database, dataDir, startedBy: userName() };
    return work({ services, sets: listTemplateSets(services) });
  });
}

function list(cli: Cli, command: Command): Promise<ExitCode> {
  return withSets(cli, command, async ({ sets }) => {
    await cli.output.result({ sets }, () => setLines(sets, cli.output));
    return exitCodes.done;
  });
}

function create(cli: Cli, command: Command, name: string, from: string | undefined): Promise<ExitCode> {
  return withSets(cli, command, async ({ services, sets }) => {
    const base = from === undefined ? null : findSet(cli, sets, from).folder;
    const created = await createTemplateSet(services, { name: name.trim(), from: base });
    await cli.output.result(created, () => [done(cli, `Made the set "${oneLine(name)}" in ${created.folder}.`)]);
    return exitCodes.done;
  });
}

function rename(cli: Cli, command: Command, wanted: string, name: string): Promise<ExitCode> {
  return withSets(cli, command, async ({ services, sets }) => {
    const folder = ownFolder(findSet(cli, sets, wanted));
    const renamed = await renameTemplateSet(services, { folder, name: name.trim() });
    await cli.output.result(renamed, () => [
      done(cli, `The set is named "${oneLine(name)}" now, and is in ${renamed.folder}.`),
    ]);
    return exitCodes.done;
  });
}

function remove(cli: Cli, command: Command, wanted: string): Promise<ExitCode> {
  return withSets(cli, command, async ({ services, sets }) => {
    const set = findSet(cli, sets, wanted);
    await deleteTemplateSet(services, ownFolder(set));
    await cli.output.result({ folder: set.folder }, () => [
      done(cli, `Deleted the set "${oneLine(set.name)}". A new set of this name has its versions again.`),
    ]);
    return exitCodes.done;
  });
}

/** @throws FlightDeckError templates-not-saved */
function ownFolder({ folder }: TemplateSetRow): string {
  if (folder !== null) return folder;
  throw new FlightDeckError(
    "templates-not-saved",
    "The built-in templates stay as they are.",
    hintsOf("templates-not-saved").builtIn,
  );
}

function assign(cli: Cli, command: Command, flags: TargetFlags & { set: string | null }): Promise<ExitCode> {
  return withSets(cli, command, async ({ services, sets }) => {
    const { target, name } = targetOf(services.database, flags);
    const folder = flags.set === null ? null : folderToAssign(cli, sets, flags.set);
    if (flags.set !== null && folder === null && target.kind !== "settings") throw builtInOnlyAsDefault();
    await assignTemplateSet(services, { folder, target });
    await cli.output.result({ folder, target }, () => [
      done(
        cli,
        `${name} ${folder === null && flags.set === null ? "has no set of its own" : `uses ${flags.set}`} now.`,
      ),
      "The next sync writes the files.",
    ]);
    return exitCodes.done;
  });
}

/** A set that there is, or any other folder. */
function folderToAssign(cli: Cli, sets: readonly TemplateSetRow[], wanted: string): string | null {
  return wanted.includes("/") || wanted.includes("\\") ? absolutePath(cli, wanted) : findSet(cli, sets, wanted).folder;
}

function targetOf(database: Database, { gateway, board, ...flags }: TargetFlags): { target: SetTarget; name: string } {
  const given = [gateway, board, flags.default].filter((flag) => flag !== undefined);
  if (given.length !== 1) {
    throw new FlightDeckError("bad-input", "It is not clear who gets the set.", hintsOf("bad-input").chooseSetUser);
  }
  if (board !== undefined) {
    const { id, name } = findBoard(database, board);
    return { target: { kind: "board", id }, name: `Board "${oneLine(name)}"` };
  }
  if (gateway === undefined) return { target: { kind: "settings" }, name: "Every gateway without a set of its own" };
  const { id, name } = findGateway(database, gateway);
  return { target: { kind: "gateway", id }, name: `Gateway "${oneLine(name)}"` };
}

function builtInOnlyAsDefault(): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    "The built-in set can be given to all gateways only.",
    hintsOf("bad-input").copyBuiltIn,
  );
}

function done({ output }: Cli, text: string): string {
  return `${output.paint("green", "✔")} ${text}`;
}
