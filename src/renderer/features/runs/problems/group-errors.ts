import { errorEntry, type Remedy } from "../../../../shared/errors.ts";
import { hintForWindow } from "../../../../shared/hint-words.ts";
import type { RunError } from "../../../../shared/sync.ts";

/** Problems with one cause: the same code and the same hint. */
export type ErrorGroup = {
  key: string;
  severity: RunError["severity"];
  code: RunError["code"];
  hint: string;
  errors: RunError[];
};

/** Groups problems by cause: errors before warnings, then the most frequent cause first. */
export function groupErrors(errors: RunError[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const error of errors) {
    const { severity, code } = error;
    const hint = hintForWindow(error.hint);
    const key = `${severity} ${code} ${hint}`;
    const group = groups.get(key) ?? { key, severity, code, hint, errors: [] };
    group.errors.push(error);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) => Number(a.severity === "warning") - Number(b.severity === "warning") || b.errors.length - a.errors.length,
  );
}

/** The most frequent message of some errors, the first of equals, and how many different ones there are besides. */
export function commonReason(errors: RunError[]): { message: string; others: number } {
  const counts = new Map<string, number>();
  for (const { message } of errors) counts.set(message, (counts.get(message) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return { message: first?.[0] ?? "", others: Math.max(0, counts.size - 1) };
}

/** The errors that a remedy ends. */
export function errorsWith(remedy: Remedy, errors: RunError[]): RunError[] {
  return errors.filter(({ code }) => errorEntry(code).remedy === remedy);
}

/** The agents that a remedy helps, each once. */
export function agentsFor(remedy: Remedy, errors: RunError[]): ErrorAgent[] {
  return agentsOf(errorsWith(remedy, errors));
}

export type ErrorAgent = { agentId: string; isMain: boolean };

/** An agent without a board is the gateway's main agent. */
function agentsOf(errors: RunError[]): ErrorAgent[] {
  const agents = new Map<string, ErrorAgent>();
  for (const error of errors) {
    if (error.agentId === null) continue;
    agents.set(error.agentId, { agentId: error.agentId, isMain: error.boardId === null });
  }
  return [...agents.values()];
}

/** Problems as text, for a ticket or a chat. */
export function errorsAsText(errors: RunError[], boardNames: Map<string, string>): string {
  const lines = errors.map(({ severity, code, message, agentName, boardId }) => {
    const where = [agentName, boardNames.get(boardId ?? "") ?? boardId].filter(Boolean).join(", ");
    return `${severity} [${code}]${where ? ` ${where}:` : ""} ${message}`;
  });
  return [...lines, `What to do: ${hintForWindow(errors[0]?.hint ?? "")}`].join("\n");
}
