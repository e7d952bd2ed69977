import type { Command } from "commander";
import type { Plan } from "../../../shared/plan.ts";
import { changesSettings, hasChanges } from "../../../shared/plan-work.ts";
import { applySavedPlan } from "../../provisioning/apply-saved-plan.ts";
import { choosePart, type PartFlags } from "../choose-part.ts";
import { action, type Cli, commandLine, examples } from "../cli.ts";
import { emptyReport } from "../empty-report.ts";
import { exitCodeOfRun, exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { readPlanFile } from "../read-plan-file.ts";
import { type RunFlags, renderingWords, runOptions } from "../run-options.ts";
import { runLines, startedBy, withProgress } from "../run-result.ts";
import { oneLine } from "../text/plain.ts";

type ApplyFlags = RunFlags & PartFlags;

export function addApplyCommand(program: Command, cli: Cli): void {
  const apply = program
    .command("apply <file>")
    .description("do what a plan of plan save says and nothing else; what moved since it was made is refused and named")
    .option("--agent <names...>", "only these agents of the plan, by name or id, with all that it has for them")
    .option("--file <names...>", "of each agent only these files, such as SOUL.md, and no agent without them")
    .option("--settings", "only the gateway's settings outside the agents; beside --agent and --file: these, too");
  for (const option of runOptions()) apply.addOption(option);
  apply
    .addHelpText(
      "after",
      `${examples([
        ["apply monday.json", "All of it"],
        ["apply monday.json --agent Ada", "All that it has for one agent, and no other settings of the gateway"],
        ["apply monday.json --agent Ada --file SOUL.md", "One file of one agent"],
      ])}\n\n${partHelp}\n\n${applyExitCodes}`,
    )
    .action(
      action(cli, (file: string, flags: ApplyFlags, command: Command) => applyPlanFile(cli, command, file, flags)),
    );
}

const partHelp =
  "With --file an agent's entry in the gateway's roster and the reset of its session still go along where the plan has\n" +
  "them. An agent that gets a new token, or comes to a workspace where none of its files are, is done whole.\n" +
  "Give --templates and --base-url as they were given to plan save: with others, every file counts as moved.";

const applyExitCodes =
  "Exit codes: 0 done (warnings allowed), also where the plan has nothing to apply; 1 with errors, such as what moved;\n" +
  "2 bad usage or input, also where the chosen part has nothing to apply; 3 gateway unreachable or refused us;\n" +
  "130 cancelled (Ctrl-C; twice: at once).";

async function applyPlanFile(cli: Cli, command: Command, file: string, flags: ApplyFlags) {
  const saved = await readPlanFile(cli, file);
  if (!hasChanges(saved)) return sayNothingToDo(cli, command, file, saved);
  const plan = choosePart(saved, flags);
  return withApp(cli, command, flags, async (app) => {
    const { database } = app;
    const result = await withProgress(cli, database, (onEvent) =>
      applySavedPlan(app, { plan, startedBy, signal: cli.signal, onEvent }),
    );
    await cli.output.result(result.report, () => [
      ...runLines(cli, command, database, result, {
        gatewayName: plan.gateway.name,
        kind: "apply-plan",
        dryRun: false,
      }),
      ...(changesSettings(saved) && !changesSettings(plan) ? [settingsLeft(command, file)] : []),
    ]);
    return exitCodeOfRun(result);
  });
}

/** Not an error: a script plans and applies, whether or not there is something to do. */
async function sayNothingToDo({ output }: Cli, command: Command, file: string, { gateway, summary }: Plan) {
  await output.result({ ...emptyReport(gateway.id), runId: null }, () => [
    `${output.paint("green", "✔")} ${output.paint("bold", `The plan of "${oneLine(gateway.name)}" has nothing to apply`)}`,
    "  The gateway was not contacted.",
    ...(summary.blocked > 0
      ? [`  What the plan could not do, and why: ${commandLine(command, ["plan", "show", file])}`]
      : []),
  ]);
  return exitCodes.done;
}

function settingsLeft(command: Command, file: string): string {
  const words = ["apply", file, "--settings", ...renderingWords(command)];
  return `The plan's settings outside the agents were left as they are; apply them: ${commandLine(command, words)}`;
}
