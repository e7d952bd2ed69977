import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { TemplateRow } from "../../shared/views.ts";
import { UnreadableFileError } from "../files/read-given-file.ts";
import { type AgentRole, filesOfRole, templateNamesFor } from "../templates/file-sets.ts";
import { listTemplates, readTemplate } from "../templates/read-template-folder.ts";
import type { TemplateSet } from "../templates/template-set.ts";

const roles: AgentRole[] = ["worker", "lead", "main"];

/** The templates of a set, with the roles that get files from each; one that is only included by others has no role. */
export function templateRows({ sources }: Pick<TemplateSet, "sources">): TemplateRow[] {
  const used = new Map(roles.map((role) => [role, new Set(namesOf(role, sources))]));
  return Object.entries(sources).map(([name, source]) => ({
    name,
    chars: source.length,
    roles: roles.filter((role) => used.get(role)?.has(name)),
  }));
}

function namesOf(role: AgentRole, sources: TemplateSet["sources"]): string[] {
  return filesOfRole[role].flatMap((file) => {
    const name = templateNamesFor(file, role).find((candidate) => Object.hasOwn(sources, candidate));
    return name === undefined ? [] : [name];
  });
}

const namePattern = /^[\w.-]+\.md\.j2$/;

/** The templates of a folder that is not a usable set, so that the fault can be shown; none if the folder cannot be read. */
export async function readTemplateRows(folder: string): Promise<TemplateRow[]> {
  const names = (await listTemplates(folder).catch(() => [])).filter((name) => namePattern.test(name));
  const texts = await Promise.all(names.map((name) => readTemplate(folder, name).catch(() => "")));
  return templateRows({ sources: Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""])) });
}

/**
 * The text of one template, even if it does not compile.
 * @throws FlightDeckError not-found; template-error when the file is not a template
 */
export async function readTemplateSource(folder: string, name: string): Promise<string> {
  // The name comes from a renderer: it must stay a file name of this folder.
  if (namePattern.test(name)) {
    const source = await readTemplate(folder, name).catch((error: unknown) => refusalOf(error, folder, name));
    if (source !== null) return source;
  }
  throw new FlightDeckError(
    "not-found",
    `The template folder ${folder} has no template ${name}.`,
    hintsOf("not-found").template,
  );
}

/** @returns null for a file that does not exist */
function refusalOf(error: unknown, folder: string, name: string): null {
  if (error instanceof UnreadableFileError && error.isAbsent) return null;
  if (!(error instanceof UnreadableFileError)) throw error;
  throw new FlightDeckError(
    "template-error",
    `${name} in the template folder ${folder} ${error.message}.`,
    hintsOf("template-error").notReadable,
  );
}
