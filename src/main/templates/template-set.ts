import { hash } from "node:crypto";
import { join } from "node:path";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type AgentRole, filesOfRole, templateNamesFor, type WorkspaceFile } from "./file-sets.ts";
import { packageRoot } from "./package-root.ts";
import { readTemplateFolder } from "./read-template-folder.ts";
import { renderInWorker } from "./render-in-worker.ts";
import { templateError } from "./template-error.ts";

/** The templates of one folder. Template names are file names, such as `BOARD_SOUL.md.j2`. */
export type TemplateSet = {
  folder: string;
  sources: { [name: string]: string };
  /** SHA-256 (hex) over names and contents: two folders with the same templates have the same version. */
  version: string;
};

/** The folder of our own templates. */
export function defaultTemplateFolder(): string {
  return join(packageRoot(), "templates");
}

/**
 * Reads a folder of templates (`*.md.j2`), ours or one made for Mission Control, and checks that it is complete and that every
 * template compiles, so that a mistake is found before a gateway is contacted.
 * @param folder the default is our own set.
 * @throws FlightDeckError `template-error` naming the folder, and the template and line if one is at fault; and as
 * `readTemplateFolder`
 */
export async function loadTemplateSet(folder: string = defaultTemplateFolder()): Promise<TemplateSet> {
  return requireUsable(await readTemplateSet(folder));
}

/** The same of a set that was read. @throws FlightDeckError `template-error` */
export async function requireUsable(set: TemplateSet): Promise<TemplateSet> {
  requireComplete(set);
  const answer = await renderInWorker({ ...set, context: {}, uses: [] });
  if ("failure" in answer) throw templateError(answer.failure, set);
  return set;
}

/** The same without checking it. @throws as `readTemplateFolder` */
export async function readTemplateSet(folder: string): Promise<TemplateSet> {
  return templateSetOf(folder, await readTemplateFolder(folder));
}

/** A set of these sources, as it will be read once they are in the folder. */
export function templateSetOf(folder: string, sources: TemplateSet["sources"]): TemplateSet {
  const entries = Object.entries(sources).sort(([one], [other]) => (one < other ? -1 : 1));
  return { folder, sources: Object.fromEntries(entries), version: sha256Hex(JSON.stringify(entries)) };
}

/**
 * The template that makes this file for this role.
 *
 * @throws FlightDeckError `template-error` when the set has none.
 */
export function templateFor(set: TemplateSet, file: WorkspaceFile, role: AgentRole): string {
  const candidates = templateNamesFor(file, role);
  const name = candidates.find((candidate) => Object.hasOwn(set.sources, candidate));
  if (name !== undefined) return name;
  throw new FlightDeckError(
    "template-error",
    `The template folder ${set.folder} has no ${candidates.join(" or ")}, which makes ${file}.md of a ${role} agent.`,
    hintsOf("template-error").missing,
  );
}

/** A tag that includes another template; its name, if it is literal. */
const takesIn =
  /\{%[-+]?\s*(?:include|import|from|extends)\b(?:\s*(?:"([^"]*)"|'([^']*)')(?=\s*(?:import\b|as\b|[-+]?%\})))?/g;

/**
 * Identifies what a template makes of a context: the same version gives the same result. It covers the text and its includes,
 * or the whole set if their names are computed.
 */
export function sourceVersion(set: TemplateSet, source: string): string {
  const texts = textsTakenIn(set, source);
  return sha256Hex(texts ? JSON.stringify([...texts]) : `${set.version} ${source}`);
}

/** The text itself, under the name "", and the templates that it includes; null if their names are computed. */
export function textsTakenIn(set: TemplateSet, source: string): Map<string, string> | null {
  const texts = new Map([["", source]]);
  for (const text of texts.values()) {
    for (const [, double, single] of text.matchAll(takesIn)) {
      const name = double ?? single ?? "";
      if (!Object.hasOwn(set.sources, name)) return null;
      if (!texts.has(name)) texts.set(name, set.sources[name] ?? "");
    }
  }
  return texts;
}

/**
 * The templates that agents of these roles are made from, with what they include; all of the set if one includes a template by a
 * computed name. A set may hold others, such as those that Mission Control renders into messages.
 */
export function sourcesInUse(set: TemplateSet, roles: readonly AgentRole[]): TemplateSet["sources"] {
  const used = new Map<string, string>();
  for (const role of roles) {
    for (const file of filesOfRole[role]) {
      const name = templateNamesFor(file, role).find((candidate) => Object.hasOwn(set.sources, candidate));
      if (name === undefined) continue;
      const source = set.sources[name] ?? "";
      const texts = textsTakenIn(set, source);
      if (texts === null) return set.sources;
      texts.delete("");
      for (const [each, text] of [[name, source] as const, ...texts]) used.set(each, text);
    }
  }
  // In the order of the folder.
  return Object.fromEntries(Object.entries(set.sources).filter(([name]) => used.has(name)));
}

function sha256Hex(text: string): string {
  return hash("sha256", text);
}

function requireComplete(set: TemplateSet): void {
  for (const role of ["worker", "lead", "main"] as const) {
    for (const file of filesOfRole[role]) templateFor(set, file, role);
  }
}
