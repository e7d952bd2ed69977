import type { Command } from "commander";
import { FlightDeckError } from "../../../shared/errors.ts";
import type { Plan, PlanSelection } from "../../../shared/plan.ts";
import { applySavedPlan, selectFromPlan } from "../../provisioning/apply-saved-plan.ts";
import { action, type Cli, examples } from "../cli.ts";
import { exitCodeOfRun } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { readPlanFile } from "../read-plan-file.ts";
import { type RunFlags, runOptions } from "../run-options.ts";
import { runLines, startedBy, withProgress } from "../run-result.ts";
import { exitCodeHelp } from "./sync.ts";

type ApplyFlags = RunFlags & { agent?: string[]; file?: string[] };

export function addApplyCommand(program: Command, cli: Cli): void {
  const apply = program
    .command("apply <plan>")
    .description("do what a saved plan says and nothing else; what moved since it was made is refused and named")
    .option("--agent <names...>", "only these agents of the plan, by name or id")
    .option(
      "--file <names...>",
      "only these files of each agent, such as SOUL.md (all of an agent that gets a new token)",
    );
  for (const option of runOptions()) apply.addOption(option);
  apply
    .addHelpText(
      "after",
      `${examples([
        ["apply monday.json", "All of it"],
        ["apply monday.json --agent Ada --file SOUL.md", "One file of one agent"],
      ])}\n\n${exitCodeHelp}`,
    )
    .action(
      action(cli, (file: string, flags: ApplyFlags, command: Command) => applyPlanFile(cli, command, file, flags)),
    );
}

function applyPlanFile(cli: Cli, command: Command, file: string, flags: ApplyFlags) {
  const saved = readPlanFile(cli, file);
  const plan = selectFromPlan(saved, selectionOf(saved, flags));
  return withApp(cli, command, flags, async (app) => {
    const { database } = app;
    const result = await withProgress(cli, database, (onEvent) =>
      applySavedPlan(app, { plan, startedBy, signal: cli.signal, onEvent }),
    );
    await cli.output.result(result.report, () =>
      runLines(cli, command, database, result, { gatewayName: plan.gateway.name, kind: "apply-plan", dryRun: false }),
    );
    return exitCodeOfRun(result);
  });
}

/** @throws FlightDeckError not-found for an agent or a file that the plan does not have */
function selectionOf(plan: Plan, { agent: names, file: files }: ApplyFlags): PlanSelection {
  if (!names && !files) return null;
  refuseAbsentFiles(plan, files ?? []);
  const chosen = names ? names.flatMap((name) => agentsNamed(plan, name)) : plan.agents;
  return chosen.map(({ agentId }) => ({ agentId, files: files ?? null }));
}

function agentsNamed(plan: Plan, wanted: string): Plan["agents"] {
  const lower = wanted.toLowerCase();
  const found = plan.agents.filter(({ agentId, agentName }) => agentId === wanted || agentName.toLowerCase() === lower);
  if (found.length > 0) return found;
  throw new FlightDeckError(
    "not-found",
    `The plan has no agent "${wanted}".`,
    "`plan show FILE` lists its agents by name.",
  );
}

/** A name that no file of the plan has would select nothing, and the rest of the plan would be carried out without it. */
function refuseAbsentFiles(plan: Plan, wanted: string[]): void {
  const names = [...new Set(plan.agents.flatMap(({ files }) => files.map(({ name }) => name)))].toSorted();
  const absent = wanted.filter((name) => !names.includes(name));
  if (absent.length === 0) return;
  throw new FlightDeckError(
    "not-found",
    `The plan has no file ${absent.map((name) => `"${name}"`).join(", ")}.`,
    names.length > 0
      ? `It has ${names.join(", ")}.`
      : "It touches no files at all; `plan show FILE` shows what it does.",
  );
}
