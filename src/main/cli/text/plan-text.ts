import { leftOutSentence } from "../../../shared/agent-modes.ts";
import { describeMove } from "../../../shared/describe-move.ts";
import { type FileAction, fileActions, type Plan, type PlannedAgent } from "../../../shared/plan.ts";
import { countUndone } from "../../../shared/plan-work.ts";
import { count } from "./amounts.ts";
import type { Paint, Style } from "./paint.ts";
import { diffLine, oneLine } from "./plain.ts";
import { type Cell, textTable } from "./text-table.ts";

export type PlanTextOptions = {
  plan: Pick<Plan, "agents" | "summary" | "configDiff">;
  mostRows: number;
  columns: number;
  paint: Paint;
};

/** A plan as an operator reads it: the summary, the configuration's diff, and each file that would change. */
export function planText({ plan, mostRows, columns, paint }: PlanTextOptions): string[] {
  // What needs a person's attention comes first.
  const needsEye = ({ blocked, files, move }: PlannedAgent) =>
    blocked !== null || move?.isRefused || files.some(({ action }) => action === "conflict" || action === "blocked");
  const agents = [...plan.agents.filter(needsEye), ...plan.agents.filter((agent) => !needsEye(agent))];
  const rows = agents.flatMap(rowsOf);
  const table = textTable({
    columns: [{ title: "Agent" }, { title: "File" }, { title: "Plan", isWhole: true }, { title: "", cut: "end" }],
    rows: rows.slice(0, mostRows),
    width: columns,
    indent: "  ",
    paint,
  });
  const hidden = rows.length - mostRows;
  return [
    paint("bold", `Plan: ${summaryText(plan)}`),
    ...(rows.length > 0 ? ["", ...table] : []),
    ...(hidden > 0 ? [paint("dim", `  … and ${count(hidden, "row")} more; --json shows them all`)] : []),
    ...moveLines(agents, mostRows, paint),
    ...(plan.configDiff === "" ? [] : ["", "Gateway configuration", ...configLines(plan.configDiff, mostRows, paint)]),
  ];
}

/** The files: "3 create, 12 change, 40 unchanged, 2 conflict, 1 blocked", then the agents and what else is done. */
export function summaryText({ agents, summary }: Pick<Plan, "agents" | "summary">): string {
  const { blockedFiles, blockedAgents, skippedAgents } = countUndone({ agents, summary });
  const files = (["create", "change", "unchanged", "preserved", "conflict", "blocked"] as const)
    .map((action): [FileAction, number] => [action, action === "blocked" ? blockedFiles : summary[action]])
    .filter(([, amount]) => amount > 0)
    .map(([action, amount]) => `${amount.toLocaleString("en-US")} ${action}`);
  const { agentsToAdd, agentsToCorrect, agentsToAdopt = 0, tokensToRepair, sessionsToReset, configWrites } = summary;
  const { agentsToMove = 0, movesRefused = 0 } = summary;
  const others: [number, string][] = [
    [blockedAgents, `${count(blockedAgents, "agent")} blocked`],
    [skippedAgents, `${count(skippedAgents, "agent")} skipped`],
    [agentsToAdopt, `${count(agentsToAdopt, "agent")} to adopt`],
    [agentsToAdd, `${count(agentsToAdd, "agent")} to add`],
    [agentsToCorrect, `${count(agentsToCorrect, "roster entry", "roster entries")} to correct`],
    [agentsToMove, `${count(agentsToMove, "agent")} to move`],
    [movesRefused, `${count(movesRefused, "move")} refused`],
    [tokensToRepair, `${count(tokensToRepair, "new token")}`],
    [sessionsToReset, `${count(sessionsToReset, "session")} to reset`],
    [configWrites, count(configWrites, "config write")],
  ];
  const also = others.filter(([amount]) => amount > 0).map(([, text]) => text);
  const noFiles = agents.length === 0 ? "nothing in scope" : "no files";
  return [files.length > 0 ? files.join(", ") : noFiles, ...also].join(" · ");
}

const styles: Partial<Record<FileAction | "skipped", Style>> = {
  create: "green",
  change: "cyan",
  conflict: "red",
  blocked: "yellow",
  skipped: "yellow",
};

function rowsOf(agent: PlannedAgent): Cell[][] {
  const { agentName, blocked, skip, entry, adopts, takesOverFrom, move, token, resetSession } = agent;
  const row = (what: string, action: FileAction | "skipped", why: string): Cell[] => {
    const style = styles[action];
    return [agentName, what, style ? { text: action, style } : action, why];
  };
  if (blocked !== null) return [row("", skip ? "skipped" : "blocked", blocked)];
  const rows: Cell[][] = [];
  const left = leftOutSentence(agent.mode ?? null);
  if (left !== null) rows.push(row("(mode)", "preserved", left));
  const keys = Object.keys(entry.after).join(", ");
  if (adopts) rows.push(row("(roster)", "change", adoptionText(agent, keys)));
  else if (entry.kind === "add") rows.push(row("(roster)", "create", "not on the gateway yet"));
  else if (entry.kind === "correct") rows.push(row("(roster)", "change", `corrects ${keys}`));
  if (move) {
    rows.push(
      move.isRefused
        ? row("(workspace)", "blocked", "stays where it is, see Workspaces")
        : row("(workspace)", "change", "moves, see Workspaces"),
    );
  }
  if (token === "adopt") rows.push(row("(token)", "change", "finishes a re-key that was cut off"));
  if (token === "new") rows.push(row("(token)", "create", "its first one"));
  if (takesOverFrom) rows.push(row("(token)", "change", `takes the agent over from ${takesOverFrom}: a new one`));
  else if (token === "repair")
    rows.push(row("(token)", "change", adopts ? "gives it one" : "missing or drifted: a new one"));
  if (token === "rekey") rows.push(row("(token)", "change", "a new one, as asked"));
  if (resetSession) rows.push(row("(session)", "change", "reset after the files"));
  const files = agent.files
    .filter(({ action, keepsTheirs }) => action !== "preserved" || keepsTheirs)
    .toSorted((one, other) => fileActions.indexOf(one.action) - fileActions.indexOf(other.action));
  return [...rows, ...files.map(({ name, action, reason }) => row(name, action, reason))];
}

/** Paths are long and must not be cut, so they are not in the table. */
function moveLines(agents: PlannedAgent[], mostRows: number, paint: Paint): string[] {
  const moves = agents.flatMap(({ agentName, move }) => (move ? [`${agentName} ${describeMove(move)}`] : []));
  if (moves.length === 0) return [];
  const hidden = moves.length - mostRows;
  return [
    "",
    "Workspaces",
    ...moves.slice(0, mostRows).map((text) => `  ${oneLine(text)}`),
    ...(hidden > 0 ? [paint("dim", `  … and ${count(hidden, "agent")} more; --json shows them all`)] : []),
  ];
}

/** An adopted agent exists already, so it counts neither as added nor as corrected. */
function adoptionText({ adopts, agentKey }: PlannedAgent, keys: string): string {
  const which = adopts === "default-agent" ? `the gateway's default agent "${agentKey}"` : `the agent "${agentKey}"`;
  return `adopts ${which} where it is${keys === "" ? "" : `, sets its ${keys}`}`;
}

function configLines(diff: string, mostLines: number, paint: Paint): string[] {
  const lines = diff.split("\n").map(diffLine);
  const body = lines.slice(lines.findIndex((line) => line.startsWith("@@")) + 1).filter((line) => line !== "");
  const shown = body.slice(0, mostLines).map((line) => {
    const style = line.startsWith("+") ? "green" : line.startsWith("-") ? "red" : "dim";
    return `  ${paint(style, line)}`;
  });
  const hidden = body.length - shown.length;
  return hidden > 0 ? [...shown, paint("dim", `  … and ${count(hidden, "line")} more`)] : shown;
}
