import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { VariableOwner } from "../../../shared/variables.ts";
import { findBoard, readBoard } from "../../database/boards.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import { findGateway, readGateway } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { listOrganizations, readOrganization } from "../../database/organizations.ts";
import { listVariableOwners, listVariables } from "../../database/template-variables.ts";
import { readVariables, setVariable, unsetVariable } from "../../operations/change-variables.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { oneLine } from "../text/plain.ts";
import { textTable } from "../text/text-table.ts";
import { undoLines } from "../text/undo-lines.ts";

type OwnerFlags = { organization?: string; gateway?: string; board?: string };

/** Commands for the operator's own names in templates. */
export function addVariablesCommand(program: Command, cli: Cli): void {
  const variables = program
    .command("variables")
    .description("set your own names for templates, for an organization, a gateway or a board; never secrets");
  const set = variables
    .command("set")
    .description("set a variable; a board's value overrides its gateway's, which overrides the organization's")
    .argument("<name>", "letters, digits and underscores")
    .argument("<value>", "plain text, shown to everyone: no tokens or keys")
    .addHelpText(
      "after",
      examples([
        ['variables set team_channel "#support" --gateway "My gateway"', "{{ team_channel }} in its templates"],
        ['variables set team_channel "#billing" --board Billing', "Another one for one board"],
      ]),
    )
    .action(
      action(cli, (name: string, value: string, flags: OwnerFlags, command: Command) =>
        change(cli, command, flags, (database, owner) => {
          setVariable({ database }, owner, { name, value });
          return { done: `Set ${name}`, json: { name, value } };
        }),
      ),
    );
  const unset = variables
    .command("unset")
    .description("remove a variable")
    .argument("<name>")
    .action(
      action(cli, (name: string, flags: OwnerFlags, command: Command) =>
        change(cli, command, flags, (database, owner) => {
          const binId = unsetVariable({ database }, owner, name);
          return { done: `Removed ${name}`, json: { name, binId }, binId };
        }),
      ),
    );
  const list = variables
    .command("list")
    .description("list variables; for one owner, also those that its agents inherit")
    .addHelpText("after", examples([["variables list --board Billing", "What the board's templates can use"]]))
    .action(action(cli, (flags: OwnerFlags, command: Command) => show(cli, command, flags)));
  for (const command of [set, unset, list]) {
    command
      .option("--organization <organization>", "of this organization, by name or id")
      .option("--gateway <gateway>", "of this gateway, by name or id")
      .option("--board <board>", "of this board, by name or id");
  }
}

type Change = (database: Database, owner: VariableOwner) => { done: string; json: object; binId?: string };

function change(cli: Cli, command: Command, flags: OwnerFlags, work: Change): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    const owner = ownerOf(database, flags) ?? noOwner();
    const { done, json, binId } = work(database, owner);
    await cli.output.result({ owner, ...json }, () => [
      `${done} of ${owner.kind} "${oneLine(nameOf(database, owner))}". The next sync writes the files.`,
      ...undoLines(cli, command, binId),
    ]);
    return exitCodes.done;
  });
}

function show(cli: Cli, command: Command, flags: OwnerFlags): Promise<ExitCode> {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    const owner = ownerOf(database, flags);
    const shown = owner ? ofOwner(database, owner) : ofAll(database);
    await output.result({ variables: shown }, () =>
      shown.length === 0
        ? ["No template variable is set here. `variables set` sets one."]
        : textTable({
            columns: [{ title: "Name" }, { title: "Value" }, { title: "Of" }],
            rows: shown.map(({ name, value, from, fromName }) => [
              name,
              oneLine(value),
              `${from} ${oneLine(fromName)}`,
            ]),
            width: output.columns,
            paint: output.paint,
          }),
    );
    return exitCodes.done;
  });
}

type Shown = { name: string; value: string; from: VariableOwner["kind"]; fromName: string };

/** An owner's own variables and those that it inherits; its own value overrides an inherited one. */
function ofOwner(database: Database, owner: VariableOwner): Shown[] {
  const { own, inherited } = readVariables(database, owner);
  const named = (from: VariableOwner["kind"]) => nameOf(database, { kind: from, id: idOf(database, owner, from) });
  return [...own.map((variable) => ({ ...variable, from: owner.kind })), ...inherited]
    .map((variable) => ({ ...variable, fromName: named(variable.from) }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function ofAll(database: Database): Shown[] {
  return listVariableOwners(database).flatMap((owner) =>
    listVariables(database, owner).map((variable) => ({
      ...variable,
      from: owner.kind,
      fromName: nameOf(database, owner),
    })),
  );
}

/** @throws FlightDeckError not-found; bad-input when more than one owner is named */
function ownerOf(database: Database, { organization, gateway, board }: OwnerFlags): VariableOwner | null {
  if ([organization, gateway, board].filter((flag) => flag !== undefined).length > 1) return noOwner();
  if (board !== undefined) return { kind: "board", id: findBoard(database, board).id };
  if (gateway !== undefined) return { kind: "gateway", id: findGateway(database, gateway).id };
  if (organization === undefined) return null;
  return {
    kind: "organization",
    id: findByIdOrName("organization", organization, listOrganizations(database)).id,
  };
}

function noOwner(): never {
  throw new FlightDeckError(
    "bad-input",
    "A variable belongs to one organization, gateway or board.",
    hintsOf("bad-input").variableOwner,
  );
}

/** Whom an owner inherits variables from: a board from its gateway and its organization, a gateway from its organization. */
function idOf(database: Database, owner: VariableOwner, from: VariableOwner["kind"]): string {
  if (from === owner.kind) return owner.id;
  const { gatewayId, organizationId } =
    owner.kind === "board"
      ? readBoard(database, owner.id)
      : { ...readGateway(database, owner.id), gatewayId: owner.id };
  return (from === "gateway" ? gatewayId : organizationId) ?? "";
}

function nameOf(database: Database, { kind, id }: VariableOwner): string {
  if (kind === "organization") return readOrganization(database, id).name;
  return kind === "gateway" ? readGateway(database, id).name : readBoard(database, id).name;
}
