import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { InheritedVariable, TemplateVariable, VariableOwner } from "../../shared/variables.ts";
import type { Whose } from "../database/agent-sync-states.ts";
import { moveToBin } from "../database/bin/bin-entries.ts";
import { readBoard } from "../database/boards.ts";
import { listGateways, readGateway } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { readOrganization } from "../database/organizations.ts";
import {
  deleteVariable,
  findVariable,
  listVariables,
  saveVariable,
  variablesOfGateway,
} from "../database/template-variables.ts";
import { maskTokenLines, tokenPlaceholder } from "../provisioning/tokens/mask-token.ts";
import { builtInNames } from "../templates/render-input.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

const mostValueChars = 20_000;

const tell = ["templates", "agents", "boards", "gateways", "bin"] as const;

/** The variables of an owner, and those that its agents inherit unless it overrides them. */
export function readVariables(
  database: Database,
  owner: VariableOwner,
): { own: TemplateVariable[]; inherited: InheritedVariable[] } {
  requireOwner(database, owner);
  const own = listVariables(database, owner);
  return { own, inherited: inheritedBy(database, owner).filter(({ from }) => from !== owner.kind) };
}

function inheritedBy(database: Database, { kind, id }: VariableOwner): InheritedVariable[] {
  if (kind === "organization") return [];
  const gatewayId = kind === "gateway" ? id : readBoard(database, id).gatewayId;
  if (gatewayId === null) return [];
  return variablesOfGateway(database, readGateway(database, gatewayId))(kind === "board" ? id : null);
}

/**
 * Sets a template variable. The owner's agents may then be out of sync.
 * @throws FlightDeckError not-found; bad-input for a name that templates cannot use or have already, a long value, and a token
 */
export function setVariable(services: RecordsServices, owner: VariableOwner, variable: TemplateVariable): void {
  const { database } = services;
  requireOwner(database, owner);
  const fault = variableFault(variable);
  if (fault) throw fault;
  saveRecords(services, { tell, forget: agentsOf(database, owner) }, () => saveVariable(database, owner, variable));
}

/** @returns its entry in the bin @throws FlightDeckError not-found */
export function unsetVariable(services: RecordsServices, owner: VariableOwner, name: string): string {
  const { database } = services;
  const place = `${owner.kind} "${requireOwner(database, owner).name}"`;
  return saveRecords(services, { tell, forget: agentsOf(database, owner) }, () => {
    const roots = [{ table: "template_variables", rowIds: findVariable(database, owner, name) }];
    const binId = moveToBin(database, { kind: "variable", recordId: owner.id, name, place, roots });
    if (deleteVariable(database, owner, name)) return binId;
    throw new FlightDeckError("not-found", `There is no variable "${name}" here.`, hintsOf("not-found").variable);
  });
}

function agentsOf(database: Database, { kind, id }: VariableOwner): Whose {
  if (kind === "board") return { boardIds: [id] };
  if (kind === "gateway") return { gatewayIds: [id] };
  const gateways = listGateways(database).filter(({ organizationId }) => organizationId === id);
  return { gatewayIds: gateways.map((gateway) => gateway.id) };
}

function requireOwner(database: Database, { kind, id }: VariableOwner): { name: string } {
  if (kind === "organization") return readOrganization(database, id);
  return kind === "gateway" ? readGateway(database, id) : readBoard(database, id);
}

const namePattern = /^[A-Za-z][A-Za-z0-9_]{0,59}$/;

/** Words that Jinja2 reads as something other than a name. */
const jinjaWords = new Set(
  "and or not in is if else true false none True False None recursive loop self super caller varargs kwargs range dict namespace debug cycler joiner lipsum".split(
    " ",
  ),
);

/** What is wrong with a variable: a name that templates cannot use or have already, a long value, or a token. */
export function variableFault({ name, value }: TemplateVariable): FlightDeckError | null {
  const hints = hintsOf("bad-input");
  const ofName = nameFault(name);
  if (ofName) return new FlightDeckError("bad-input", `"${name}" ${ofName}.`, hints.variableName);
  if (value.length > mostValueChars) {
    const [length, most] = [value.length, mostValueChars].map((chars) => chars.toLocaleString("en-US"));
    const message = `The value of "${name}" has ${length} characters; a variable takes at most ${most}.`;
    return new FlightDeckError("bad-input", message, hints.variableLength);
  }
  // Variables are shown to everyone, and end up in files that are not secret.
  if (maskTokenLines(value) === value && !value.includes(tokenPlaceholder)) return null;
  return new FlightDeckError("bad-input", `The value of "${name}" looks like a token.`, hints.variableValue);
}

function nameFault(name: string): string | null {
  if (!namePattern.test(name)) return "is not a name that templates can use";
  if (builtInNames.includes(name)) return "is a built-in name of templates";
  return jinjaWords.has(name) ? "is a word of the template language" : null;
}
