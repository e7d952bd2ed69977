import { allSkipped } from "../../../shared/all-skipped.ts";
import { countByOutcome } from "../../../shared/count-outcomes.ts";
import { foundDrift } from "../../../shared/found-drift.ts";
import { listNames } from "../../../shared/list-names.ts";
import { firstMessages, reasonInWords } from "../../../shared/outcome-reasons.ts";
import { isPlan, type RunKind, runKinds } from "../../../shared/run-kinds.ts";
import type { AgentOutcome, Outcome, RunStatus, SyncReport } from "../../../shared/sync.ts";
import { count, duration } from "./amounts.ts";
import { errorListText } from "./error-list-text.ts";
import { notesText } from "./notes-text.ts";
import type { Paint, Style } from "./paint.ts";
import { displayWidth, oneLine, shorten } from "./plain.ts";
import { type Cell, textTable } from "./text-table.ts";

export type ReportTextOptions = {
  report: SyncReport;
  status: RunStatus;
  kind: RunKind;
  gatewayName: string;
  dryRun: boolean;
  /** Leaves out the agents, where a plan says more about them. */
  withoutAgents?: boolean;
  /** Board id -> name. */
  boardNames: Map<string, string>;
  /** How many agents and how many causes of errors are shown. */
  mostRows: number;
  columns: number;
  paint: Paint;
};

/** The result of a run as an operator reads it: headline, counts, agents, errors, and cost. */
export function reportText(options: ReportTextOptions): string[] {
  const { report, columns, paint, mostRows } = options;
  const errors = errorListText({ errors: report.errors, mostGroups: mostRows, columns, paint });
  const sections = [
    [...headline(options), ...countLines(options)],
    options.withoutAgents ? [] : agentTable(options),
    notesText({ notes: report.notes, columns, paint }),
    errors,
    [paint("dim", statsLine(report))],
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

/** How a run ended, at a glance. */
export const statusMarks: Record<RunStatus, [mark: string, style: Style]> = {
  running: ["…", "cyan"],
  succeeded: ["✔", "green"],
  failed: ["✖", "red"],
  unreachable: ["✖", "red"],
  cancelled: ["■", "yellow"],
  interrupted: ["■", "yellow"],
};

/** The mark of a run that succeeded but needs attention: it found drift, or skipped every agent. */
export const attentionMark: [mark: string, style: Style] = ["!", "yellow"];

/** On one line if it fits, otherwise with the facts below. */
function headline(options: ReportTextOptions): string[] {
  const { report, status, kind, gatewayName, dryRun, columns, paint } = options;
  const isDrift = hasDrift(options);
  const [mark, style] = isDrift || isAllSkipped(options) ? attentionMark : statusMarks[status];
  const what = isPlan({ kind, options: { dryRun } }) ? "Dry run" : runKinds[kind].act;
  const name = shorten(oneLine(gatewayName), 40, "middle");
  const title = `${what} of "${name}" ${endingOf(options)}`;
  const facts = [
    report.gatewayVersion === null ? "" : `OpenClaw ${oneLine(report.gatewayVersion)}`,
    report.dialect === null ? "" : `${report.dialect} dialect`,
    report.stats.durationMs === null ? "" : duration(report.stats.durationMs),
  ];
  const factsText = facts.filter((fact) => fact !== "").join(" · ");
  const marked = `${paint(style, mark)} ${paint("bold", title)}`;
  const fits = displayWidth(`${mark} ${title} · ${factsText}`) <= columns;
  return fits ? [`${marked}${paint("dim", ` · ${factsText}`)}`] : [marked, paint("dim", `  ${factsText}`)];
}

function hasDrift({ kind, status, report }: ReportTextOptions): boolean {
  return foundDrift({ kind, status, counts: { updated: report.agentsUpdated + Number(report.mainUpdated) } });
}

function endingOf(options: ReportTextOptions): string {
  const { status, report } = options;
  switch (status) {
    case "running":
      return "is in progress";
    case "succeeded":
      if (hasDrift(options)) return "found drift";
      if (isAllSkipped(options)) return "skipped every agent";
      return report.errors.length > 0 ? "done, with warnings" : "done";
    case "failed":
      return "ended with errors";
    case "unreachable":
      return report.errors.some(({ code }) => code === "gateway-unreachable" || code === "proxy-unreachable")
        ? "stopped: the gateway did not come back"
        : "stopped: the gateway refused us";
    case "cancelled":
      return "was cancelled";
    case "interrupted":
      return "was interrupted";
  }
}

function isAllSkipped({ status, report }: ReportTextOptions): boolean {
  return allSkipped({ status, counts: countByOutcome(report.agents) });
}

function countLines(options: ReportTextOptions): string[] {
  const { report, dryRun, paint } = options;
  const main = report.agents.find((agent) => agent.isMain);
  const amounts: [number, Outcome][] = [
    [report.agentsUpdated, "updated"],
    [report.agentsUnchanged, "unchanged"],
    [report.agentsSkipped, "skipped"],
    [report.agentsFailed, "failed"],
    [report.agentsNotAttempted, "not-attempted"],
  ];
  const parts = amounts
    .filter(([amount]) => amount > 0)
    .map(([amount, outcome]) => {
      const text = `${amount.toLocaleString("en-US")} ${outcomeLabel(outcome, dryRun)}`;
      return outcome === "failed" ? paint("red", text) : text;
    });
  const none = report.agentsInScope === 0 ? "" : `: ${parts.join(", ")}`;
  const mainText = main ? ` · main agent ${outcomeLabel(main.outcome, dryRun)}` : "";
  const nothing = dryRun ? ["  Nothing was written to the gateway."] : [];
  return [`  ${count(report.agentsInScope, "agent")}${none}${mainText}`, ...nothing];
}

export function outcomeLabel(outcome: Outcome, dryRun: boolean): string {
  if (outcome === "not-attempted") return "not attempted";
  return dryRun && outcome === "updated" ? "would be updated" : outcome;
}

const outcomeStyles: Partial<Record<Outcome, Style>> = { updated: "green", failed: "red", skipped: "yellow" };

/** What needs a person's attention comes first. */
const tableOrder: Outcome[] = ["failed", "skipped", "not-attempted", "updated"];

function agentTable(options: ReportTextOptions): string[] {
  const { report, dryRun, boardNames, columns, paint, mostRows } = options;
  const boardOf = ({ boardId }: AgentOutcome) => (boardId === null ? "" : (boardNames.get(boardId) ?? ""));
  const inOrder = report.agents.toSorted(
    (one, other) =>
      Number(one.isMain) - Number(other.isMain) ||
      boardOf(one).localeCompare(boardOf(other)) ||
      one.agentName.localeCompare(other.agentName, undefined, { numeric: true }),
  );
  const notable = tableOrder.flatMap((outcome) =>
    inOrder.filter((agent) => agent.outcome === outcome && !isUntouched(agent)),
  );
  if (notable.length === 0) return [];
  const messages = firstMessages(report.errors);
  const rows = notable.slice(0, mostRows).map((agent): Cell[] => {
    const label = outcomeLabel(agent.outcome, dryRun);
    const style = outcomeStyles[agent.outcome];
    return [
      agent.agentName,
      agent.isMain ? "(main agent)" : boardOf(agent),
      style ? { text: label, style } : label,
      detailOf(agent, options, messages.get(agent.agentId) ?? null),
    ];
  });
  const table = textTable({
    columns: [{ title: "Agent" }, { title: "Board" }, { title: "Outcome", isWhole: true }, { title: "", cut: "end" }],
    rows,
    width: columns,
    indent: "  ",
    paint,
  });
  const hidden = notable.length - rows.length;
  return hidden > 0 ? [...table, paint("dim", `  … and ${count(hidden, "agent")} more`)] : table;
}

/** An agent the run never reached. Their number is in the counts, the reason among the errors. */
function isUntouched({ outcome }: AgentOutcome): boolean {
  return outcome === "not-attempted";
}

function detailOf(agent: AgentOutcome, { report, dryRun, kind }: ReportTextOptions, message: string | null): string {
  const { outcome, filesWritten, filesPreserved, filesUncertain } = agent;
  // The files first: a reason may be cut if it does not fit.
  if (filesUncertain.length > 0) {
    const written = filesWritten.length > 0 ? `; wrote ${filesOf(filesWritten)}` : "";
    return `not known whether written: ${filesOf(filesUncertain)}${written}`;
  }
  if (outcome !== "updated" || kind === "wake") return reasonInWords(agent, message);
  const kept = filesPreserved.length > 0 ? `, ${dryRun ? "keep" : "kept"} ${filesPreserved.length}` : "";
  if (filesWritten.length > 0) return `${dryRun ? "write" : "wrote"} ${filesOf(filesWritten)}${kept}`;
  if (agent.reason === "token-adopted" || kind === "adopt") return `${reasonInWords(agent)}${kept}`;
  if (report.resetSessions) return `reset its session${kept}`;
  return `${dryRun ? "correct" : "corrected"} its gateway entry${kept}`;
}

function filesOf(names: string[]): string {
  return names.length > 2 ? count(names.length, "file") : listNames(names.map((name) => name.replace(/\.md$/, "")));
}

function statsLine({ stats }: SyncReport): string {
  const { rpcCalls, configWrites, fileWrites, retries } = stats;
  const known = [
    rpcCalls === null ? null : count(rpcCalls, "call"),
    configWrites === null ? null : count(configWrites, "config write"),
    fileWrites === null ? null : count(fileWrites, "file write"),
    retries === null ? null : count(retries, "retry", "retries"),
  ].filter((part) => part !== null);
  return known.length > 0 ? known.join(" · ") : "The number of calls and writes is not known.";
}
