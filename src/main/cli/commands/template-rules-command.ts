import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { TemplateRules } from "../../../shared/template-rules.ts";
import { workspaceFiles } from "../../../shared/workspace-files.ts";
import { readTemplateRules } from "../../database/stored-template-rules.ts";
import { changeTemplateRules } from "../../operations/change-template-rules.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { oneLine } from "../text/plain.ts";

type RulesFlags = { forbid: string[]; allow: string[]; budget: string[] };

const gather = (value: string, before: string[]) => [...before, value];

/** The command for the operator's own rules: what agents' files must not say, and how long they may be. */
export function addTemplateRulesCommand(templates: Command, cli: Cli): void {
  templates
    .command("rules")
    .description("show or change your own rules: phrases that no file may have, and how long files may be")
    .option("--forbid <phrase>", "warn of this phrase in templates and files; may be repeated", gather, [])
    .option("--allow <phrase>", "take a phrase off the list; may be repeated", gather, [])
    .option(
      "--budget <file=characters>",
      "how long a file may be, such as SOUL=8000; 0 ends it; may be repeated",
      gather,
      [],
    )
    .addHelpText(
      "after",
      examples([['templates rules --forbid "as an AI" --budget SOUL=8000', "Warned of by check, plan and the editor"]]),
    )
    .action(action(cli, (flags: RulesFlags, command: Command) => rules(cli, command, flags)));
}

function rules(cli: Cli, command: Command, flags: RulesFlags): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    const before = readTemplateRules(database);
    const isChange = Object.values(flags).some((given) => given.length > 0);
    const now = isChange ? changeTemplateRules({ database }, changed(before, flags)) : before;
    await cli.output.result(now, () => ruleLines(now));
    return exitCodes.done;
  });
}

function changed({ forbidden, budgets }: TemplateRules, { forbid, allow, budget }: RulesFlags): TemplateRules {
  const allowed = new Set(allow.map((phrase) => phrase.trim().toLowerCase()));
  const kept = forbidden.filter((phrase) => !allowed.delete(phrase.toLowerCase()));
  const [unknown] = allowed;
  if (unknown !== undefined) {
    throw new FlightDeckError(
      "not-found",
      `"${unknown}" is not forbidden.`,
      hintsOf("not-found").named(forbidden.join(", ")),
    );
  }
  const given = Object.fromEntries(budget.map(budgetOf));
  const all = Object.entries({ ...budgets, ...given }).filter(([, chars]) => chars !== 0);
  return { forbidden: [...kept, ...forbid], budgets: Object.fromEntries(all) };
}

function budgetOf(text: string): [file: string, chars: number] {
  const [, name = "", digits = ""] = /^\s*(\w+?)(?:\.md)?\s*=\s*(\d{1,7})\s*$/i.exec(text) ?? [];
  const file = workspaceFiles.find((known) => known === name.toUpperCase());
  if (file) return [file, Number(digits)];
  throw new FlightDeckError("bad-input", `"${text}" is no budget.`, hintsOf("bad-input").templateRules);
}

function ruleLines({ forbidden, budgets }: TemplateRules): string[] {
  const chars = Object.entries(budgets).map(([file, most]) => `  ${file}: ${most.toLocaleString("en-US")} characters`);
  if (forbidden.length + chars.length === 0) return ["There are no rules of your own."];
  return [
    ...(forbidden.length > 0 ? ["Forbidden phrases:", ...forbidden.map((phrase) => `  ${oneLine(phrase)}`)] : []),
    ...(chars.length > 0 ? ["Budgets:", ...chars] : []),
  ];
}
