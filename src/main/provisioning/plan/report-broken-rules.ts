import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { TemplateRules } from "../../../shared/template-rules.ts";
import { budgetOf } from "../../templates/check-budgets.ts";
import { findForbiddenPhrases } from "../../templates/find-forbidden-phrases.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { type AgentPlan, filesToWrite } from "./plan-agent.ts";

/** Warns of files to be written that break the operator's own rules: once for each file name and phrase or budget. */
export function reportBrokenRules(run: RunContext, rules: TemplateRules, plans: readonly AgentPlan[]): void {
  const phrases = new Map<string, { file: string; phrase: string; agents: number }>();
  const sizes = new Map<string, { file: string; chars: number; budget: number; agents: number }>();
  for (const plan of plans) {
    for (const { name: file, write } of filesToWrite(plan)) {
      const text = write?.ours ?? "";
      for (const phrase of new Set(findForbiddenPhrases(text, rules.forbidden).map((found) => found.phrase))) {
        const known = phrases.get(`${file} ${phrase}`);
        phrases.set(`${file} ${phrase}`, { file, phrase, agents: (known?.agents ?? 0) + 1 });
      }
      const budget = budgetOf(file, rules);
      if (budget === null || text.length <= budget) continue;
      const known = sizes.get(file);
      const chars = Math.max(known?.chars ?? 0, text.length);
      sizes.set(file, { file, chars, budget, agents: (known?.agents ?? 0) + 1 });
    }
  }
  for (const { file, phrase, agents } of phrases.values()) {
    warn(run, `${file} of ${whose(agents)} has the forbidden phrase "${phrase}".`, "rephrase");
  }
  for (const { file, chars, budget, agents } of sizes.values()) {
    const words = `has up to ${number(chars)} characters, more than your budget of ${number(budget)}`;
    warn(run, `${file} of ${whose(agents)} ${words}.`, "shorten");
  }
}

function warn(run: RunContext, message: string, hint: "rephrase" | "shorten"): void {
  report(run, new FlightDeckError("rule-broken", message, hintsOf("rule-broken")[hint]), null, "warning");
}

const number = (value: number) => value.toLocaleString("en-US");
const whose = (agents: number) => (agents === 1 ? "one agent" : `${number(agents)} agents`);
