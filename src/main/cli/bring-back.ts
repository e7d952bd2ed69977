import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Plan } from "../../shared/plan.ts";
import { hasWork } from "../../shared/plan-work.ts";
import type { SyncOptions } from "../../shared/sync-options.ts";
import { readGateway } from "../database/gateways.ts";
import type { App } from "../open-app.ts";
import { whileNoRun } from "../operations/while-no-run.ts";
import { applySavedPlan, selectFromPlan } from "../provisioning/apply-saved-plan.ts";
import type { RunSyncResult } from "../provisioning/model/run-request.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { choosePart, type PartFlags } from "./choose-part.ts";
import type { Cli } from "./cli-context.ts";
import { isConfirmed } from "./confirm.ts";
import { type ExitCode, exitCodeOfRun, exitCodes } from "./exit-codes.ts";
import { planLines } from "./plan-result.ts";
import { runLines, startedBy, withProgress } from "./run-result.ts";
import { count } from "./text/amounts.ts";
import { notesText } from "./text/notes-text.ts";
import { oneLine } from "./text/plain.ts";
import { type WaitFlag, whenFree } from "./when-free.ts";

export type BringBackFlags = WaitFlag &
  Pick<PartFlags, "agent" | "file"> & { dryRun?: boolean; diff?: boolean; overwrite?: boolean; yes?: boolean };

export const bringBackHelp =
  "Nothing but these files is changed. A file that changed since is left alone, unless --overwrite is given: what it has now is\n" +
  "kept as a version first. Files carry the agent's present token, and stay as they are until their template or record changes.\n" +
  "Give --templates and --base-url as for syncs of this gateway.";

export const bringBackExitCodes =
  "Exit codes: 0 everything was brought back, or was there already; 1 something was not: it changed since, is no longer kept, or\n" +
  "could not be written; 10 a dry run found something to bring back; 2, 3, 4 and 130 as sync.";

/** Sets of templates that change as well, once the operator has agreed. */
export type BringBackTemplates = {
  /** What will happen. */
  lines: string[];
  /** What has happened, set by set; empty if there is none to take. */
  taken: string[];
  take(): Promise<void>;
};

type BringBack = { app: App; options: SyncOptions; flags: BringBackFlags; templates?: BringBackTemplates };

/** Plans what comes back, shows it, asks, and applies the plan. */
export async function bringBack(
  cli: Cli,
  command: Command,
  { app, options, flags, templates }: BringBack,
): Promise<ExitCode> {
  const { database } = app;
  const gatewayName = readGateway(database, options.gatewayId).name;
  const planned = await whenFree(cli, flags, () =>
    withProgress(cli, database, (onEvent) => syncTemplates(app, { options, startedBy, signal: cli.signal, onEvent })),
  );
  const told = (result: RunSyncResult, dryRun: boolean) =>
    runLines(cli, command, database, result, { gatewayName, kind: dryRun ? "template-sync" : "apply-plan", dryRun });
  if (!planned.plan) {
    await cli.output.result(planned.report, () => told(planned, true));
    return exitCodeOfRun(planned);
  }
  const asked = choosePart(planned.plan, flags);
  const plan = flags.overwrite ? asked : withoutConflicts(asked);
  const left = filesLeft(asked, flags);
  const orErrors = (code: ExitCode) =>
    code === exitCodes.done && (left.length > 0 || planned.status !== "succeeded") ? exitCodes.withErrors : code;
  const { columns, paint } = cli.output;
  const shown = [
    ...planLines(cli, database, asked, flags.diff ?? false),
    ...notesText({ notes: asked.notes, columns, paint }),
    ...(templates?.lines ?? []),
  ];
  const taking = templates && templates.taken.length > 0 ? templates : null;
  const hasFiles = plan.agents.some(hasWork);
  if (flags.dryRun || (!hasFiles && !taking)) {
    await cli.output.result({ ...planned.report, plan: asked }, () => [...shown, "", ...told(planned, true)]);
    return orErrors(flags.dryRun ? exitCodeOfRun({ ...planned, plan }) : exitCodes.done);
  }
  if (!flags.yes) await confirm(cli, shown, plan);
  const after = () => [...(taking?.taken ?? []), ...leftLines(cli, left)];
  if (taking && !hasFiles) {
    await whenFree(cli, flags, () => whileNoRun(app, { id: options.gatewayId, name: gatewayName }, taking.take));
    await cli.output.result({ ...planned.report, plan: asked }, () => [...told(planned, true), ...after()]);
    return orErrors(exitCodes.done);
  }
  const caller = { startedBy, signal: cli.signal, takeTemplates: taking?.take };
  const result = await whenFree(cli, flags, () =>
    withProgress(cli, database, (onEvent) => applySavedPlan(app, { plan, ...caller, onEvent })),
  );
  await cli.output.result(result.report, () => [...told(result, false), ...after()]);
  return orErrors(exitCodeOfRun(result));
}

/** @throws FlightDeckError bad-input when it is declined, or nothing can be asked */
async function confirm(cli: Cli, shown: string[], plan: Plan): Promise<void> {
  const files = plan.agents.flatMap((agent) => (hasWork(agent) ? agent.files.filter(isDue) : []));
  const asks = files.length > 0 ? `Bring back ${count(files.length, "file")}?` : "Use these templates again?";
  const question = `${shown.join("\n")}\n${asks}`;
  if (await isConfirmed(cli, question)) return;
  throw new FlightDeckError("bad-input", "Nothing was changed.", hintsOf("bad-input").sayYes);
}

function isDue({ action }: Plan["agents"][number]["files"][number]): boolean {
  return action === "create" || action === "change" || action === "conflict";
}

function withoutConflicts(plan: Plan): Plan {
  return selectFromPlan(
    plan,
    plan.agents.map(({ agentId, files }) => ({
      agentId,
      files: files.filter(({ action }) => action !== "conflict").map(({ name }) => name),
    })),
  );
}

/** What was asked for and does not come back: files that changed since or cannot be written, and agents that cannot be planned. */
function filesLeft({ agents }: Plan, { overwrite, file }: BringBackFlags): string[] {
  return agents.flatMap(({ agentName, blocked, files }) => {
    if (blocked !== null) return [`${agentName}: ${blocked}`];
    return files
      .filter(({ action }) => action === "blocked" || (action === "conflict" && !overwrite))
      .filter(({ name }) => file?.includes(name) ?? true)
      .map(({ name, reason }) => `${agentName}, ${name}: ${reason}`);
  });
}

const mostLeft = 40;

function leftLines({ output }: Cli, left: string[]): string[] {
  if (left.length === 0) return [];
  const hidden = left.length - mostLeft;
  return [
    output.paint("yellow", `! ${count(left.length, "file")} not brought back`),
    ...left.slice(0, mostLeft).map((text) => `  ${oneLine(text)}`),
    ...(hidden > 0 ? [`  … and ${hidden.toLocaleString("en-US")} more`] : []),
  ];
}
