import { readNameUses, readOwnNames } from "./name-uses.ts";
import { lineAt } from "./template-tags.ts";

/** A name that no agent has, and the first place that reads it. */
export type MissingName = { name: string; template: string; line: number };

/**
 * The names that the templates of a set read, but that exist for no agent. A name that a template tests or gives a default may be
 * missing.
 * @param known the names that exist for some agent.
 */
export function findMissingNames(sources: { [name: string]: string }, known: Iterable<string>): MissingName[] {
  const found = new Map<string, MissingName>();
  const defined = new Set([...known, ...Object.values(sources).flatMap(readOwnNames)]);
  for (const [template, source] of Object.entries(sources)) {
    const uses = readNameUses(source).map((use) => ({ ...use, name: use.path.split(".")[0] ?? "" }));
    const optional = new Set(uses.filter(({ mayBeUndefined }) => mayBeUndefined).map(({ name }) => name));
    for (const { name, index } of uses) {
      if (defined.has(name) || optional.has(name) || found.has(name)) continue;
      found.set(name, { name, template, line: lineAt(source, index) });
    }
  }
  return [...found.values()];
}
