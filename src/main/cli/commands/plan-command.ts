import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import { hasChanges } from "../../../shared/plan-work.ts";
import { exportPlan } from "../../operations/export-plan.ts";
import type { RunSyncResult } from "../../provisioning/model/run-request.ts";
import { syncTemplates } from "../../provisioning/sync-gateway.ts";
import { absolutePath, action, type Cli, commandLine, examples } from "../cli-context.ts";
import { exitCodeOfRun, exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { diffsOf, planLines } from "../plan-result.ts";
import { readPlanFile } from "../read-plan-file.ts";
import { renderingWords } from "../run-options.ts";
import { runLines, startedBy, withProgress } from "../run-result.ts";
import { addSyncFlags, readSyncFlags, type SyncFlags } from "../sync-flags.ts";
import { notesText } from "../text/notes-text.ts";
import { oneLine } from "../text/plain.ts";
import { planDiffText } from "../text/plan-diff-text.ts";
import { planText } from "../text/plan-text.ts";

export function addPlanCommand(program: Command, cli: Cli): void {
  const plan = program.command("plan").description("save what a sync would do, and show it");
  const save = plan
    .command("save <file>")
    .description("plan a sync, show the plan and save it to a file for apply; writes nothing to the gateway");
  addSyncFlags(save, { without: ["dryRun"] })
    .addHelpText(
      "after",
      `${examples([
        ['plan save monday.json --gateway "My gateway"', "Plan now"],
        ["plan show monday.json --diff", "Review it"],
        ["apply monday.json", "Apply exactly that"],
      ])}\n\n${saveHelp}`,
    )
    .action(action(cli, (file: string, flags: SyncFlags, command: Command) => savePlan(cli, command, file, flags)));
  plan
    .command("show <file>")
    .description("show a saved plan")
    .option("--diff", "show the diff of every file; the same change of several agents once")
    .addHelpText("after", examples([["plan show monday.json --diff", "Everything apply would do, line by line"]]))
    .action(action(cli, (file: string, flags: { diff?: boolean }) => showPlan(cli, file, flags.diff ?? false)));
}

const saveHelp =
  "Exit codes: 0 saved, even if there is nothing to apply; 1 with errors, with what could be planned saved\n" +
  "(the last line says so; with --json, file names the plan), 4 if the database could not take the report;\n" +
  "2, 3 and 130 as sync, and nothing is saved.";

function savePlan(cli: Cli, command: Command, file: string, flags: SyncFlags) {
  return withApp(cli, command, flags, async (app) => {
    const { database } = app;
    const { options, gatewayName, presetLines } = readSyncFlags(database, flags, { dryRun: true });
    const result = await withProgress(cli, database, (onEvent) =>
      syncTemplates(app, { options, startedBy, signal: cli.signal, onEvent }),
    );
    const { plan } = result;
    const path = absolutePath(cli, file);
    if (plan) write(path, exportPlan(plan, diffsOf(database, plan)).text);
    await cli.output.result(plan ? { ...result.report, plan, file: path } : result.report, () => [
      ...presetLines,
      ...(plan ? [...planLines(cli, database, plan, false), ""] : []),
      ...runLines(cli, command, database, result, { gatewayName, kind: "template-sync", dryRun: true }),
      savedLine(result, path, commandLine(command, ["apply", file, ...renderingWords(command)])),
    ]);
    return result.status === "succeeded" ? exitCodes.done : exitCodeOfRun(result);
  });
}

function savedLine({ plan, status }: RunSyncResult, path: string, applying: string): string {
  if (!plan) return "No plan was saved.";
  const without = status === "succeeded" ? "" : ", without what ended in errors";
  return hasChanges(plan)
    ? `Saved to ${path}${without}; apply it: ${applying}`
    : `Saved to ${path}${without}; it has nothing to apply.`;
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    throw new FlightDeckError(
      "bad-input",
      `The plan was made, but could not be written to ${path}: ${messageOf(error)}`,
      hintsOf("bad-input").planNotWritten,
    );
  }
}

async function showPlan(cli: Cli, file: string, withDiffs: boolean) {
  const plan = await readPlanFile(cli, file);
  const { columns, paint } = cli.output;
  const diffs = plan.agents.flatMap(({ agentId, files }) =>
    files.flatMap(({ name, diff }) => (diff ? [{ agentId, fileName: name, diff }] : [])),
  );
  await cli.output.result(plan, () => [
    oneLine(`Plan for gateway "${plan.gateway.name}", made ${plan.madeAt}`),
    ...planText({ plan, mostRows: Number.POSITIVE_INFINITY, columns, paint }),
    ...notesText({ notes: plan.notes, columns, paint }),
    ...(withDiffs ? ["", ...planDiffText({ plan, diffs, columns, paint })] : []),
  ]);
  return exitCodes.done;
}
