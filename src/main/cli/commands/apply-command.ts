import type { Command } from "commander";
import type { Plan } from "../../../shared/plan.ts";
import { changesSettings, hasChanges } from "../../../shared/plan-work.ts";
import { applySavedPlan } from "../../provisioning/apply-saved-plan.ts";
import { choosePart, type PartFlags } from "../choose-part.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { emptyReport } from "../empty-report.ts";
import { exitCodeOfRun, exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { readPlanFile } from "../read-plan-file.ts";
import { type RunFlags, renderingWords, runOptions } from "../run-options.ts";
import { runLines, startedBy, withProgress } from "../run-result.ts";
import { oneLine } from "../text/plain.ts";
import { type WaitFlag, waitOption, whenFree } from "../when-free.ts";

type ApplyFlags = WaitFlag & RunFlags & PartFlags;

export function addApplyCommand(program: Command, cli: Cli): void {
  const apply = program
    .command("apply <file>")
    .description("apply a saved plan and nothing else; anything that changed since is refused and reported")
    .option("--agent <names...>", "only these agents of the plan, by name or id, with everything planned for them")
    .option("--file <names...>", "only these files of each agent, such as SOUL.md; agents without them are left out")
    .option(
      "--keep-theirs <files...>",
      "keep the gateway version of these files, such as SOUL.md, or Ada/SOUL.md for one agent: recorded, not written",
    )
    .option("--settings", "only the gateway's settings outside the agents; with --agent or --file: these settings too");
  for (const option of [waitOption(), ...runOptions()]) apply.addOption(option);
  apply
    .addHelpText(
      "after",
      `${examples([
        ["apply monday.json", "Apply all of it"],
        ["apply monday.json --agent Ada", "Everything planned for one agent, without the gateway's other settings"],
        ["apply monday.json --agent Ada --file SOUL.md", "One file of one agent"],
        ["apply monday.json --keep-theirs Ada/SOUL.md", "All of it, but Ada's SOUL stays as it is on the gateway"],
      ])}\n\n${partHelp}\n\n${applyExitCodes}`,
    )
    .action(
      action(cli, (file: string, flags: ApplyFlags, command: Command) => applyPlanFile(cli, command, file, flags)),
    );
}

const partHelp =
  "With --file, an agent's roster entry and the reset of its session are still applied if the plan has them.\n" +
  "An agent that gets a new token, or a workspace without any of its files, is always applied completely.\n" +
  "A file that is kept stays as it is until it or its template changes again; file take-ours ends that.\n" +
  "Give the same --templates and --base-url as to plan save: with others, every file counts as changed.";

const applyExitCodes =
  "Exit codes: 0 done (warnings allowed), also if there was nothing to apply; 1 with errors, such as refused changes;\n" +
  "2 bad usage or input, also if the chosen part has nothing to apply; 3 gateway unreachable or refused us;\n" +
  "4 the database cannot be used; 130 cancelled (Ctrl-C; twice: at once).";

async function applyPlanFile(cli: Cli, command: Command, file: string, flags: ApplyFlags) {
  const saved = await readPlanFile(cli, file);
  if (!hasChanges(saved)) return sayNothingToDo(cli, command, file, saved);
  const plan = choosePart(saved, flags);
  return withApp(cli, command, flags, async (app) => {
    const { database } = app;
    const result = await whenFree(cli, flags, () =>
      withProgress(cli, database, (onEvent) => applySavedPlan(app, { plan, startedBy, signal: cli.signal, onEvent })),
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

/** Not an error: a script can plan and apply without checking for changes first. */
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
  return `The plan's settings outside the agents were not applied. To apply them: ${commandLine(command, words)}`;
}
