import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { RunSnapshot } from "../../../shared/run-views.ts";
import { completeRunId } from "../../database/complete-run-id.ts";
import { dismissRun } from "../../database/keep-run.ts";
import { hasUnfinished, repeatRun, requireOpen, unfinished } from "../../operations/repeat-run.ts";
import { readStoredRun } from "../../runs/stored-run.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { emptyReport } from "../empty-report.ts";
import { exitCodeOfRun, exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { type RunFlags, runOptions } from "../run-options.ts";
import { runLines, startedBy, withProgress } from "../run-result.ts";
import { type WaitFlag, waitOption, whenFree } from "../when-free.ts";
import { exitCodeHelp } from "./sync-command.ts";

type ResumeFlags = WaitFlag & RunFlags;

const resumeHelp =
  "Takes up the agents that the run is not proven to be done with, with the run's own options. The gateway is read again. Agents\n" +
  "that got a new token keep it, and no session is reset twice and no wake-up message sent twice. Give --templates and --base-url\n" +
  "as for the run. A run that is completed is dismissed, and a dismissed run is not resumed.";

/** `runs resume`. */
export function addResumeCommand(runs: Command, cli: Cli): void {
  const resume = runs
    .command("resume")
    .description("finish a run that was interrupted")
    .argument("<id>", "id of the run, or its beginning");
  for (const option of [waitOption(), ...runOptions()]) resume.addOption(option);
  resume
    .addHelpText(
      "after",
      `${examples([["runs resume 1f3a9c20", "Do what the run did not get to"]])}\n\n${resumeHelp}\n\n${exitCodeHelp}`,
    )
    .action(action(cli, (id: string, flags: ResumeFlags, command: Command) => resumeRun(cli, command, id, flags)));
}

function resumeRun(cli: Cli, command: Command, wanted: string, flags: ResumeFlags) {
  return withApp(cli, command, flags, async (app) => {
    const { database } = app;
    const snapshot = readStoredRun(database, completeRunId(database, wanted));
    const { run } = snapshot;
    if (run.status !== "interrupted") throw notInterrupted(run);
    requireOpen(run);
    if (snapshot.agents.length === 0 && !run.options.dryRun) throw scopeUnknown(run);
    if (!hasUnfinished(snapshot)) {
      dismissRun(database, run.id);
      return sayNothingLeft(cli, snapshot);
    }
    const result = await whenFree(cli, flags, () =>
      withProgress(cli, database, (onEvent) =>
        repeatRun(app, { snapshot, outcomes: unfinished }, { startedBy, signal: cli.signal, onEvent }),
      ),
    );
    if (result === null) return sayNothingLeft(cli, snapshot);
    const { kind, gatewayName, options } = run;
    await cli.output.result(result.report, () =>
      runLines(cli, command, database, result, { gatewayName, kind, dryRun: options.dryRun }),
    );
    return exitCodeOfRun(result);
  });
}

async function sayNothingLeft({ output }: Cli, { run }: RunSnapshot) {
  await output.result({ ...emptyReport(run.gatewayId), runId: null }, () => [
    `Nothing is left to do of run ${run.id}. It is dismissed.`,
  ]);
  return exitCodes.done;
}

function notInterrupted({ id, status }: RunSnapshot["run"]): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `Run ${id} was not interrupted: it is recorded as ${status}.`,
    hintsOf("bad-input").notResumable,
  );
}

/** A run of an earlier version, which did not record its agents when it began. */
function scopeUnknown({ id }: RunSnapshot["run"]): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `Run ${id} has no record of its agents, so it is not known what is left to do.`,
    hintsOf("bad-input").scopeUnknown,
  );
}
