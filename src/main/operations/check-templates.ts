import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import { namedLimits } from "../../shared/injection-limits.ts";
import type { Gateway } from "../../shared/records.ts";
import { type AgentRole, agentRoles, type TemplateCheck, type TemplateProblem } from "../../shared/template-check.ts";
import type { TemplateRules } from "../../shared/template-rules.ts";
import { readGatewayNotes } from "../database/gateway-notes.ts";
import { listGateways } from "../database/gateways.ts";
import { hasMirrorSource } from "../database/mirror/mirror-source.ts";
import type { Database } from "../database/open-database.ts";
import { readTemplateRules } from "../database/stored-template-rules.ts";
import { listVariableOwners, listVariables } from "../database/template-variables.ts";
import { createRenderer } from "../provisioning/desired/render-agent.ts";
import { isShown } from "../provisioning/model/observed-agent.ts";
import { requireTokenLine } from "../provisioning/tokens/require-token-line.ts";
import { checkInjectionLimits } from "../templates/check-injection-limits.ts";
import { findMissingTemplates, findSyntaxErrors, findUndefinedNames } from "../templates/find-faulty-sources.ts";
import { findSecretsInTemplates } from "../templates/find-secrets-in-templates.ts";
import {
  fileVersions,
  type RenderAgentFilesInput,
  type RenderedFile,
  renderAgentFiles,
} from "../templates/render-agent-files.ts";
import { renderContext } from "../templates/render-context.ts";
import { builtInNames } from "../templates/render-input.ts";
import { TemplateFailedError, TemplatesRefusedError } from "../templates/template-error.ts";
import { readTemplateSet, type TemplateSet } from "../templates/template-set.ts";
import { type AgentToCheck, agentsToCheck } from "./agents-to-check.ts";
import { readSettings } from "./change-settings.ts";
import { brokenByFiles, forbiddenInSources } from "./check-rules.ts";
import type { RouterServices } from "./operation-services.ts";
import { readTemplateChoices } from "./template-choices.ts";
import type { SetUsers } from "./template-sets.ts";

type CheckOptions = {
  /** Whose agents the templates are for. */
  gateways: Gateway[];
  /** Which of them; by default all. */
  uses?: SetUsers["uses"];
  roles?: readonly AgentRole[];
};

export type CheckTemplatesOptions = CheckOptions & { folder: string };

/**
 * Finds everything in a template folder that a sync would stumble over: templates that are missing or do not compile, names that do
 * not exist, tokens that could not be read back, files that gateways cut, lines that look like secrets, and what breaks
 * the operator's own rules. Renders for real agents where there are some; their
 * own templates are left out.
 * @throws FlightDeckError template-error when the folder cannot be read
 */
export async function checkTemplates(
  database: Database,
  { folder, ...options }: CheckTemplatesOptions,
): Promise<TemplateCheck> {
  return checkTemplateSet(database, { ...options, set: await readTemplateSet(folder) });
}

/** The same for a set that was read, or that is a draft. */
export async function checkTemplateSet(
  database: Database,
  { set, gateways, uses = () => true, roles = agentRoles }: CheckOptions & { set: TemplateSet },
): Promise<TemplateCheck> {
  const { folder } = set;
  const problems = new ProblemList();
  for (const { template, line, what } of findSecretsInTemplates(set)) {
    const message = `Template ${template}, line ${line} (in ${folder}): this looks like ${what}, which every agent would be shown.`;
    problems.add("secret", { message, hint: hintsOf("template-error").secret });
  }
  const rules = readTemplateRules(database);
  for (const { kind, ...problem } of forbiddenInSources(set, rules)) problems.add(kind, problem);
  const syntax = await findSyntaxErrors(set);
  for (const error of syntax) problems.add("unusable", error);
  const complete = roles.filter((role) => {
    const errors = findMissingTemplates(set, role);
    for (const error of errors) problems.add("unusable", error, { role });
    return errors.length === 0;
  });
  const undefinedNames = findUndefinedNames(set, roles, [...builtInNames, ...variableNames(database)]);
  for (const { error } of undefinedNames) problems.add("missing-name", error);
  if (syntax.length > 0) return { folder, roles: [...roles], problems: problems.all };
  // Undefined names are reported above. As empty texts they do not hide the errors after them.
  const substitutes = Object.fromEntries(undefinedNames.map(({ name }) => [name, ""]));
  for (const agent of agentsToCheck(database, { gateways, uses }, complete)) {
    if (!(await checkAgent(database, { set, agent, substitutes, problems, rules }))) break;
  }
  return { folder, roles: [...roles], problems: problems.all };
}

/** Checks a folder for the gateways that follow the settings. @throws as `checkTemplates` */
export function checkFolder({ database }: Pick<RouterServices, "database">, folder: string): Promise<TemplateCheck> {
  const choiceOf = readTemplateChoices(database);
  return checkTemplates(database, {
    folder,
    gateways: listGateways(database).filter(({ id }) => choiceOf({ gatewayId: id, boardId: null }).from === "settings"),
    uses: (agent) => choiceOf(agent).from === "settings",
  });
}

/** Something to look at, for which no sync fails. */
function isHarmless({ kind }: TemplateProblem): boolean {
  return kind !== "unusable" && kind !== "missing-name";
}

/** Whether a sync could use the templates. */
export function isUsable({ problems }: TemplateCheck): boolean {
  return problems.every(isHarmless);
}

/** @throws FlightDeckError template-error naming everything for which a sync would fail */
export function refuseUnusable({ problems }: TemplateCheck): void {
  const [first, ...others] = problems.filter((problem) => !isHarmless(problem));
  if (!first) return;
  throw new FlightDeckError(
    "template-error",
    [first, ...others].map(({ message }) => message).join(" "),
    first.hint as Hint,
  );
}

function variableNames(database: Database): string[] {
  return listVariableOwners(database).flatMap((owner) => listVariables(database, owner).map(({ name }) => name));
}

type AgentCheck = {
  set: TemplateSet;
  agent: AgentToCheck;
  substitutes: { [name: string]: string };
  problems: ProblemList;
  rules: TemplateRules;
};

/** @returns false if a template does not end: others would not end either, each after seconds. */
async function checkAgent(database: Database, check: AgentCheck): Promise<boolean> {
  const { set, agent, substitutes, problems, rules } = check;
  const { gateway, scoped, dialect } = agent;
  const { baseUrl } = readSettings(database);
  const renderer = createRenderer({ database, templates: set, baseUrl, isMirror: () => hasMirrorSource(database) });
  const { records, ...inputs } = renderer.inputsFor(gateway, null)(scoped, dialect);
  const input: RenderAgentFilesInput = {
    ...inputs,
    agent: { name: scoped.agent.name, identityTemplate: null, soulTemplate: null },
    context: { ...substitutes, ...renderContext(records) },
    trimsLikePython: records.missionControl !== undefined,
  };
  const files: RenderedFile[] = [];
  for (const { name } of fileVersions(input)) {
    const { errors, file } = await renderFile(input, name);
    for (const error of errors) problems.add(isUndefined(error) ? "missing-name" : "unusable", error, agent);
    if (errors.some((error) => error instanceof TemplatesRefusedError)) return false;
    if (file) files.push(file);
  }
  const known = readGatewayNotes(database)(gateway.id).injectionLimits;
  for (const sentence of checkInjectionLimits(files.filter(isShown), namedLimits(gateway.name, known, scoped.key))) {
    problems.add("too-long", { message: sentence, hint: hintsOf("template-error").shorten }, agent);
  }
  for (const { kind, ...problem } of brokenByFiles(set, files, rules)) problems.add(kind, problem, agent);
  return true;
}

/** Renders one file; a name that does not exist is replaced, to find those after it. */
async function renderFile(input: RenderAgentFilesInput, name: string) {
  const names = new Set([name]);
  const context = { ...input.context };
  const errors: FlightDeckError[] = [];
  for (;;) {
    try {
      const files = await renderAgentFiles({ ...input, context }, names);
      requireTokenLine(input, files, names);
      return { errors, file: files[0] ?? null };
    } catch (error) {
      if (!(error instanceof FlightDeckError)) throw error;
      errors.push(error);
      const missing = isUndefined(error) ? error.failure.expression : null;
      if (missing === null || !/^\w+$/.test(missing) || Object.hasOwn(context, missing)) return { errors, file: null };
      context[missing] = "";
    }
  }
}

function isUndefined(error: FlightDeckError): error is TemplateFailedError {
  return error instanceof TemplateFailedError && error.failure.reason === "undefined";
}

/** Problems in the order in which they are found; one that several agents have is listed once. */
class ProblemList {
  readonly #byMessage = new Map<string, TemplateProblem>();

  add(
    kind: TemplateProblem["kind"],
    { message, hint }: Pick<FlightDeckError, "message" | "hint">,
    found: Partial<Pick<AgentToCheck, "role" | "dialect">> = {},
  ): void {
    const problem = this.#byMessage.get(message) ?? { kind, message, hint, roles: [], dialects: [] };
    const { role, dialect } = found;
    if (role && !problem.roles.includes(role)) problem.roles.push(role);
    if (dialect && !problem.dialects.includes(dialect.name)) problem.dialects.push(dialect.name);
    this.#byMessage.set(message, problem);
  }

  get all(): TemplateProblem[] {
    return [...this.#byMessage.values()].map((problem) => ({
      ...problem,
      roles: agentRoles.filter((role) => problem.roles.includes(role)),
    }));
  }
}
