import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type TemplateRules, templateRulesSchema } from "../../shared/template-rules.ts";
import { saveTemplateRules } from "../database/stored-template-rules.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

/**
 * Sets the operator's own rules for what agents' files say. A phrase that is given twice is kept once.
 * @throws FlightDeckError bad-input for a phrase or a budget that cannot be used
 */
export function changeTemplateRules(services: RecordsServices, given: TemplateRules): TemplateRules {
  const result = templateRulesSchema.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new FlightDeckError(
      "bad-input",
      `These rules cannot be used: ${issue?.path.join(" ")} ${issue?.message}.`,
      hintsOf("bad-input").templateRules,
    );
  }
  const { forbidden, budgets } = result.data;
  const plain = forbidden.map((phrase) => phrase.replace(/\s+/g, " "));
  const byText = new Map(plain.map((phrase) => [phrase.toLowerCase(), phrase]));
  const rules = { forbidden: [...byText.values()], budgets };
  saveRecords(services, { tell: ["settings", "templates"] }, () => saveTemplateRules(services.database, rules));
  return rules;
}
