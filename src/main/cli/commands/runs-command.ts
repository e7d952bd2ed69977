import type { Command } from "commander";
import { allSkipped } from "../../../shared/all-skipped.ts";
import { foundDrift } from "../../../shared/found-drift.ts";
import { isPlan, runKinds } from "../../../shared/run-kinds.ts";
import { outcomes, type SyncReport } from "../../../shared/sync.ts";
import { completeRunId } from "../../database/complete-run-id.ts";
import { findGateway } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { listRuns, type RunHistory, type RunSummary, readRun } from "../../database/read-runs.ts";
import { openFolderVault } from "../../keys/open-folder-vault.ts";
import { readRunDiffs } from "../../provisioning/report/read-run-diffs.ts";
import { RunTally } from "../../provisioning/report/run-tally.ts";
import { findKeySource } from "../../vault/find-key-source.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { emptyReport } from "../empty-report.ts";
import { exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { parseWholeNumber } from "../parse-whole-number.ts";
import { boardNamesOf } from "../run-result.ts";
import { localTime } from "../text/amounts.ts";
import { diffText } from "../text/diff-text.ts";
import { attentionMark, outcomeLabel, reportText, statusMarks } from "../text/report-text.ts";
import { type Cell, textTable } from "../text/text-table.ts";
import { addKeepCommands } from "./keep-commands.ts";
import { addResumeCommand } from "./resume-command.ts";
import { addUndoCommand } from "./undo-command.ts";

type ListFlags = { gateway?: string; pinned?: true; limit: number };

export function addRunsCommand(program: Command, cli: Cli): void {
  const runs = program.command("runs").description("look at past runs, and decide how long they are kept");
  runs
    .command("list")
    .description("list past runs, the latest first")
    .option("--gateway <gateway>", "only runs on this gateway, by name or id")
    .option("--pinned", "only pinned runs")
    .option("--limit <number>", "at most so many", parseWholeNumber, 30)
    .addHelpText("after", examples([['runs list --gateway "My gateway"', "What happened on one gateway"]]))
    .action(action(cli, (flags: ListFlags, command: Command) => list(cli, command, flags)));
  runs
    .command("show")
    .description("show a run: result, errors with what to do, and the diffs it kept")
    .argument("<id>", "id of the run, or its beginning")
    .addHelpText("after", examples([["runs show 1f3a9c20", "Errors by cause, every agent, every diff"]]))
    .action(action(cli, (id: string, _flags: object, command: Command) => show(cli, command, id)));
  addResumeCommand(runs, cli);
  addUndoCommand(runs, cli);
  addKeepCommands(runs, cli);
}

function list(cli: Cli, command: Command, { gateway, pinned, limit }: ListFlags) {
  const { output } = cli;
  return withRecords(cli, command, async (database) => {
    const gatewayId = gateway === undefined ? undefined : findGateway(database, gateway).id;
    const runs = listRuns(database, {
      limit,
      ...(gatewayId === undefined ? {} : { gatewayId }),
      ...(pinned ? { pinned } : {}),
    });
    await output.result({ runs }, () => {
      if (runs.length === 0 && pinned)
        return [`No run is pinned. Pin one: ${commandLine(command, ["runs", "pin", "ID"])}`];
      if (runs.length === 0)
        return [`No runs yet. Start one: ${commandLine(command, ["sync", "--gateway", "NAME", "--dry-run"])}`];
      const columns = [
        { title: "" },
        { title: "Run", isWhole: true },
        { title: "Started", isWhole: true },
        { title: "Gateway" },
        { title: "What", isWhole: true },
        { title: "Result", cut: "end" as const },
      ];
      return textTable({ columns, rows: runs.map(runRow), width: output.columns, paint: output.paint });
    });
    return exitCodes.done;
  });
}

function runRow({ id, startedAt, gatewayName, kind, options, status, agents, isPinned }: RunSummary): Cell[] {
  const isDrift = foundDrift({ kind, status, counts: agents });
  const isIdle = allSkipped({ status, counts: agents });
  const [mark, style] = isDrift || isIdle ? attentionMark : statusMarks[status];
  const amounts = outcomes.filter((outcome) => agents[outcome] > 0);
  const ending = status === "succeeded" ? [] : [status];
  return [
    { text: mark, style },
    id.slice(0, 8),
    localTime(startedAt).slice("2026-".length),
    gatewayName,
    isPlan({ kind, options }) ? "dry run" : runKinds[kind].short,
    [
      ...(isPinned ? ["pinned"] : []),
      ...ending,
      ...amounts.map((outcome) => `${agents[outcome]} ${outcomeLabel(outcome, options.dryRun === true)}`),
    ].join(", "),
  ];
}

function show(cli: Cli, command: Command, wanted: string) {
  const { output } = cli;
  return withRecords(cli, command, async (database, dataDir) => {
    const history = readRun(database, completeRunId(database, wanted));
    const { report, ...run } = history.run;
    const names = new Map(history.agents.map(({ agentId, agentName }) => [agentId, agentName]));
    const keySource = await findKeySource(dataDir);
    const vault = () => openFolderVault(database, { dataDir, env: cli.env, keySource });
    const drift = readRunDiffs(database, history.run.id, vault).map((row) => ({
      ...row,
      agentName: names.get(row.agentId) ?? row.agentId,
    }));
    const { agents, errors } = history;
    await output.result({ run, report, agents, errors, drift }, () => [
      ...runText(cli, database, history),
      ...diffSection(cli, drift, run.options.dryRun === true),
      ...interruptedText(command, run),
      output.paint("dim", `Run ${run.id}, started ${localTime(run.startedAt)} by ${run.startedBy}${retryText(run)}`),
    ]);
    return exitCodes.done;
  });
}

function interruptedText(command: Command, { id, status, dismissedAt }: Omit<RunHistory["run"], "report">): string[] {
  if (status !== "interrupted" || dismissedAt !== null) return [];
  return [
    "Flight Deck was stopped in the middle of this run. To finish it, or to leave it as it is:",
    commandLine(command, ["runs", "resume", id.slice(0, 8)]),
    commandLine(command, ["runs", "dismiss", id.slice(0, 8)]),
    "",
  ];
}

function retryText({ retryOf }: { retryOf: string | null }): string {
  return retryOf === null ? "" : `, a retry of run ${retryOf.slice(0, 8)}`;
}

function runText({ output }: Cli, database: Database, history: RunHistory): string[] {
  const { status, kind, gatewayName, options } = history.run;
  return reportText({
    report: history.run.report ? { ...history.run.report, agents: history.agents } : reportSoFar(history),
    status,
    kind,
    gatewayName,
    dryRun: options.dryRun === true,
    boardNames: boardNamesOf(database),
    mostRows: Number.POSITIVE_INFINITY,
    columns: output.columns,
    paint: output.paint,
  });
}

/** What is known of a run that has no report: it is still running, or its process died. */
function reportSoFar({ run, agents, errors }: RunHistory): SyncReport {
  const tally = new RunTally();
  for (const outcome of agents) tally.add(outcome);
  return {
    ...emptyReport(run.gatewayId),
    runId: run.id,
    includeMain: run.options.includeMain === true,
    resetSessions: run.options.resetSessions === true,
    ...tally.counts(),
    errors,
    agents,
  };
}

const mostDiffLines = 400;

function diffSection({ output }: Cli, diffs: Parameters<typeof diffText>[0]["diffs"], dryRun: boolean): string[] {
  if (diffs.length === 0) return [];
  const title = dryRun
    ? "What would change (gateway version to template version)"
    : "What was edited on the gateway (gateway version to template version)";
  const { paint } = output;
  return ["", paint("bold", title), ...diffText({ diffs, mostLines: mostDiffLines, paint }), ""];
}
