import { noTemplateRules, type TemplateRules, templateRulesSchema } from "../../shared/template-rules.ts";
import type { Database } from "./database.ts";
import { readSetting, saveSetting } from "./settings.ts";

const key = "template-rules";

/** The operator's own rules for what agents' files say. */
export function readTemplateRules(db: Database): TemplateRules {
  const stored = readSetting(db, key);
  return stored === undefined ? noTemplateRules : templateRulesSchema.parse(JSON.parse(stored));
}

export function saveTemplateRules(db: Database, rules: TemplateRules): void {
  saveSetting(db, key, JSON.stringify(rules));
}
