import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FlightDeckError } from "../../shared/errors.ts";
import type { TemplateRow } from "../../shared/views.ts";
import { type AgentRole, fileSetOf, templateNamesFor } from "../templates/file-sets.ts";
import type { TemplateSet } from "../templates/template-set.ts";

const roles: AgentRole[] = ["worker", "lead", "main"];

/** The templates of a set, with who gets files from each; one that only others include has no role. */
export function templateRows({ sources }: Pick<TemplateSet, "sources">): TemplateRow[] {
  const used = new Map(roles.map((role) => [role, new Set(namesOf(role, sources))]));
  return Object.entries(sources).map(([name, source]) => ({
    name,
    chars: source.length,
    roles: roles.filter((role) => used.get(role)?.has(name)),
  }));
}

function namesOf(role: AgentRole, sources: TemplateSet["sources"]): string[] {
  return fileSetOf(role, "classic").flatMap(({ file }) => {
    const name = templateNamesFor(file, role).find((candidate) => Object.hasOwn(sources, candidate));
    return name === undefined ? [] : [name];
  });
}

const namePattern = /^[\w.-]+\.md\.j2$/;

/** The templates of a folder that is no usable set as it is, so that its fault can be looked at; none if it cannot be read. */
export async function readTemplateRows(folder: string): Promise<TemplateRow[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => namePattern.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8").catch(() => "")));
  return templateRows({ sources: Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""])) });
}

/**
 * The text of one template, also of one that is at fault.
 *
 * @throws FlightDeckError not-found
 */
export async function readTemplateSource(folder: string, name: string): Promise<string> {
  // The name comes from a renderer: it must stay a file name of this folder.
  if (namePattern.test(name)) {
    const source = await readFile(join(folder, name), "utf8").catch(() => null);
    if (source !== null) return source;
  }
  throw new FlightDeckError(
    "not-found",
    `The template folder ${folder} has no template ${name}.`,
    "List the templates again; this one may have been removed.",
  );
}
