import { hintsOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import type { TemplateRules } from "../../shared/template-rules.ts";
import { budgetOf } from "../templates/check-budgets.ts";
import { findForbiddenPhrases } from "../templates/find-forbidden-phrases.ts";
import type { RenderedFile } from "../templates/render-agent-files.ts";
import type { TemplateSet } from "../templates/template-set.ts";

export type BrokenRule = { kind: "forbidden" | "over-budget"; message: string; hint: Hint };

/** The lines of templates with phrases that the operator forbade. Pure. */
export function forbiddenInSources({ folder, sources }: TemplateSet, { forbidden }: TemplateRules): BrokenRule[] {
  return Object.entries(sources).flatMap(([template, source]) =>
    findForbiddenPhrases(source, forbidden).map(({ phrase, line }) => ({
      kind: "forbidden" as const,
      message: `Template ${template}, line ${line} (in ${folder}): "${phrase}" is a phrase that you forbade.`,
      hint: hintsOf("rule-broken").rephrase,
    })),
  );
}

/** The rules that an agent's rendered files break. A phrase that is in a template is reported there. Pure. */
export function brokenByFiles(
  { sources }: TemplateSet,
  files: readonly Pick<RenderedFile, "name" | "content">[],
  rules: TemplateRules,
): BrokenRule[] {
  const texts = Object.values(sources);
  const others = rules.forbidden.filter((phrase) =>
    texts.every((text) => findForbiddenPhrases(text, [phrase]).length === 0),
  );
  return files.flatMap(({ name, content }): BrokenRule[] => {
    const phrases = new Set(findForbiddenPhrases(content, others).map(({ phrase }) => phrase));
    const budget = budgetOf(name, rules);
    const found = [...phrases].map((phrase) => ({
      kind: "forbidden" as const,
      message: `${name}, as it is made from records and variables, has the phrase "${phrase}", which you forbade.`,
      hint: hintsOf("rule-broken").rephrase,
    }));
    if (budget === null || content.length <= budget) return found;
    const number = (value: number) => value.toLocaleString("en-US");
    const message = `${name}: ${number(content.length)} characters, more than your budget of ${number(budget)}.`;
    return [...found, { kind: "over-budget", message, hint: hintsOf("rule-broken").shorten }];
  });
}
