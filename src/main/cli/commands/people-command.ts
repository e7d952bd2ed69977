import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { OrganizationRow, PersonRow } from "../../../shared/organization-row.ts";
import { recordOf } from "../../../shared/typed-keys.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import type { Database } from "../../database/open-database.ts";
import {
  addPerson,
  changeOrganization,
  changePerson,
  createOrganization,
  deleteOrganizationWithConsent,
  type PersonFields,
  removePerson,
} from "../../operations/change-people.ts";
import { listOrganizationRows } from "../../operations/list-organization-rows.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { oneLine } from "../text/plain.ts";
import { undoLines } from "../text/undo-lines.ts";

type PersonFlags = Partial<Record<keyof PersonFields, string>> & { owner?: boolean };
type OfOrganization = { organization: string };

const personFlags: [flag: string, help: string][] = [
  ["--name <name>", "full name"],
  ["--email <address>", "e-mail address"],
  ["--preferred-name <name>", "what agents call this person"],
  ["--pronouns <pronouns>", "such as she/her"],
  ["--timezone <zone>", "such as Europe/Berlin"],
  ["--notes <text>", "what agents are told about this person"],
  ["--context <text>", "what this person is working on"],
];
const fieldNames = ["name", "email", "preferredName", "pronouns", "timezone", "notes", "context"] as const;

/** Commands for organizations and for the people that agents work for. */
export function addPeopleCommands(program: Command, cli: Cli): void {
  const organization = program.command("organization").description("create, rename or delete organizations");
  organization
    .command("create")
    .description("create an organization")
    .argument("<name>")
    .action(
      action(cli, (name: string, _flags: object, command: Command) =>
        change(cli, command, (database) => ({
          done: `Created ${quoted(name)}`,
          id: createOrganization({ database }, name),
        })),
      ),
    );
  organization
    .command("rename")
    .description("rename an organization")
    .argument("<organization>", "name or id")
    .argument("<name>", "its new name")
    .action(
      action(cli, (wanted: string, name: string, _flags: object, command: Command) =>
        change(cli, command, (database) => {
          const { id, name: before } = findOrganization(database, wanted);
          changeOrganization({ database }, id, name);
          return { done: `Renamed ${quoted(before)} to ${quoted(name)}`, id };
        }),
      ),
    );
  organization
    .command("delete")
    .description("delete an organization without gateways and boards, and its people")
    .argument("<organization>", "name or id")
    .requiredOption("--confirm <name>", "its name")
    .action(
      action(cli, (wanted: string, { confirm }: { confirm: string }, command: Command) =>
        change(cli, command, (database) => {
          const { id, name } = findOrganization(database, wanted);
          const binId = deleteOrganizationWithConsent({ database }, { id, confirmName: confirm });
          return { done: `Deleted ${quoted(name)}`, id, binId };
        }),
      ),
    );
  addPersonCommands(program.command("person").description("add, edit or remove the people that agents work for"), cli);
}

function addPersonCommands(person: Command, cli: Cli): void {
  const add = person
    .command("add")
    .description("add a person to an organization; the first one is its owner")
    .requiredOption("--organization <organization>", "name or id")
    .option("--owner", "agents work for this person")
    .addHelpText(
      "after",
      examples([
        ['person add --organization "My company" --name "Ada" --timezone Europe/London', "Whom the agents work for"],
      ]),
    )
    .action(
      action(cli, (flags: PersonFlags & OfOrganization, command: Command) =>
        change(cli, command, (database) => {
          const { id: organizationId, name } = findOrganization(database, flags.organization);
          const input = { organizationId, person: fieldsOf(flags), isOwner: flags.owner === true };
          return {
            done: `Added ${quoted(flags.name ?? flags.email)} to ${quoted(name)}`,
            id: addPerson({ database }, input),
          };
        }),
      ),
    );
  const edit = person
    .command("edit")
    .description("change what is known of a person; an empty text removes it")
    .argument("<person>", "name, e-mail address or id")
    .option("--owner", "agents work for this person")
    .option("--organization <organization>", "with --owner: of which organization, by name or id")
    .action(
      action(cli, (wanted: string, flags: PersonFlags & Partial<OfOrganization>, command: Command) =>
        change(cli, command, (database) => {
          const person = findPerson(database, wanted);
          const { id, label } = person;
          if (flags.organization !== undefined && !flags.owner) {
            const message = "--organization says of which organization a person becomes the owner.";
            throw new FlightDeckError("bad-input", message, hintsOf("bad-input").usage("person edit"));
          }
          const owned = flags.owner ? ownedBy(database, person, flags.organization) : null;
          changePerson({ database }, id, givenOf(flags), { ownerOf: owned?.id ?? null });
          if (!owned) return { done: `Changed ${quoted(label)}`, id };
          return { done: `Changed ${quoted(label)}, now the owner of ${quoted(owned.name)}`, id };
        }),
      ),
    );
  for (const command of [add, edit]) for (const [flag, help] of personFlags) command.option(flag, help);
  person
    .command("remove")
    .description("remove a person from an organization")
    .argument("<person>", "name, e-mail address or id")
    .requiredOption("--organization <organization>", "name or id")
    .action(
      action(cli, (wanted: string, { organization }: OfOrganization, command: Command) =>
        change(cli, command, (database) => {
          const { id, label } = findPerson(database, wanted);
          const { id: organizationId, name } = findOrganization(database, organization);
          const binId = removePerson({ database }, organizationId, id);
          return { done: `Removed ${quoted(label)} from ${quoted(name)}`, id, binId };
        }),
      ),
    );
}

function change(
  cli: Cli,
  command: Command,
  work: (database: Database) => { done: string; id: string; binId?: string },
): Promise<ExitCode> {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    const { done, id, binId } = work(database);
    await output.result({ id, ...(binId ? { binId } : {}) }, () => [
      `${output.paint("green", "✔")} ${oneLine(done)}`,
      ...undoLines(cli, command, binId),
      output.paint("dim", `Next: ${commandLine(command, ["list", "people"])}`),
    ]);
    return exitCodes.done;
  });
}

function quoted(text: string | undefined): string {
  return `"${text ?? ""}"`;
}

function fieldsOf(flags: PersonFlags): PersonFields {
  return recordOf(fieldNames, (name) => flags[name] ?? null);
}

function givenOf(flags: PersonFlags): Partial<PersonFields> {
  return Object.fromEntries(
    fieldNames.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  ) as Partial<PersonFields>;
}

function findOrganization(database: Database, wanted: string): OrganizationRow {
  return findByIdOrName("organization", wanted, listOrganizationRows(database));
}

/** @throws FlightDeckError not-found, or bad-input when none is named and the person is in several or in none */
function ownedBy(database: Database, { label, organizationIds }: FoundPerson, wanted?: string): OrganizationRow {
  if (wanted !== undefined) return findOrganization(database, wanted);
  const [only, ...others] = organizationIds;
  if (only !== undefined && others.length === 0) return findOrganization(database, only);
  throw new FlightDeckError(
    "bad-input",
    `"${label}" is in ${organizationIds.length} organizations.`,
    hintsOf("bad-input").nameOrganization,
  );
}

type FoundPerson = PersonRow & { label: string; organizationIds: string[] };

/** @throws FlightDeckError not-found, or bad-input when several people have the name */
export function findPerson(database: Database, wanted: string): FoundPerson {
  const found = new Map<string, FoundPerson>();
  for (const { id: organizationId, people } of listOrganizationRows(database)) {
    for (const person of people) {
      const organizationIds = [...(found.get(person.id)?.organizationIds ?? []), organizationId];
      found.set(person.id, { ...person, label: person.name ?? person.email ?? person.id, organizationIds });
    }
  }
  const people = [...found.values()];
  const byEmail = people.find(({ email }) => email?.toLowerCase() === wanted.trim().toLowerCase());
  if (byEmail) return byEmail;
  return findByIdOrName(
    "person",
    wanted,
    people.map((person) => ({ ...person, name: person.label })),
  );
}
