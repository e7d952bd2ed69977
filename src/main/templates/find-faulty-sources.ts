import { FlightDeckError } from "../../shared/errors.ts";
import { type AgentRole, filesOfRole } from "./file-sets.ts";
import { findMissingNames } from "./missing-names.ts";
import { renderInWorker } from "./render-in-worker.ts";
import { templateError } from "./template-error.ts";
import { sourcesInUse, sourceVersion, type TemplateSet, templateFor } from "./template-set.ts";

/** An error for each template of a set that does not compile. */
export async function findSyntaxErrors(set: TemplateSet): Promise<FlightDeckError[]> {
  const errors: FlightDeckError[] = [];
  for (const [name, source] of Object.entries(set.sources)) {
    const version = `${name} ${sourceVersion(set, source)}`;
    const answer = await renderInWorker({ version, sources: { [name]: source }, context: {}, uses: [] });
    if ("failure" in answer) errors.push(templateError(answer.failure, set));
  }
  return errors;
}

/** An error for each file of an agent of this role that no template makes. */
export function findMissingTemplates(set: TemplateSet, role: AgentRole): FlightDeckError[] {
  return filesOfRole[role].flatMap((file) => {
    try {
      templateFor(set, file, role);
      return [];
    } catch (error) {
      if (error instanceof FlightDeckError) return [error];
      throw error;
    }
  });
}

/** The names that the templates of agents of these roles read and no agent has, each with its error. */
export function findUndefinedNames(
  set: TemplateSet,
  roles: readonly AgentRole[],
  known: Iterable<string>,
): { name: string; error: FlightDeckError }[] {
  return findMissingNames(sourcesInUse(set, roles), known).map(({ name, template, line }) => ({
    name,
    error: templateError({ reason: "undefined", template, line, expression: name, detail: null }, set),
  }));
}
