import type { FileAction, Plan, PlanSummary } from "../../../../shared/plan.ts";
import { countUndone } from "../../../../shared/plan-work.ts";
import type { Tone } from "../../../components/badge.tsx";
import { plural } from "../../../time/format-time.ts";
import type { TickCount } from "./plan-ticks.ts";

export const actionLooks: Record<FileAction, { label: string; tone: Tone }> = {
  create: { label: "Create", tone: "ok" },
  change: { label: "Change", tone: "accent" },
  conflict: { label: "Conflict", tone: "danger" },
  unchanged: { label: "Unchanged", tone: "neutral" },
  preserved: { label: "Left alone", tone: "neutral" },
  blocked: { label: "Blocked", tone: "danger" },
};

type Counted = Pick<Plan, "agents" | "summary">;

/** The files: "3 create, 12 change, 40 unchanged, 2 conflict, 1 blocked". */
export function filesLine(plan: Counted): string {
  const { create, change, unchanged, conflict, preserved } = plan.summary;
  const parts: [number, string][] = [
    [create, "create"],
    [change, "change"],
    [unchanged, "unchanged"],
    [conflict, "conflict"],
    [countUndone(plan).blockedFiles, "blocked"],
    [preserved, "left alone"],
  ];
  return wordsOf(parts) || "no files";
}

/** The agents of which nothing is done: "2 agents blocked, 3 agents skipped"; empty without any. */
export function undoneLine(plan: Counted): string {
  const { blockedAgents, skippedAgents } = countUndone(plan);
  const parts = [
    blockedAgents > 0 && `${plural(blockedAgents, "agent")} blocked`,
    skippedAgents > 0 && `${plural(skippedAgents, "agent")} skipped`,
  ];
  return parts.filter(Boolean).join(", ");
}

/** The changes other than files. */
export function othersLine(summary: PlanSummary): string {
  const { configWrites, agentsToAdd, agentsToCorrect, agentsToAdopt = 0, tokensToRepair, sessionsToReset } = summary;
  const { agentsToMove = 0, movesRefused = 0, firstTokens = 0 } = summary;
  const replaced = tokensToRepair - firstTokens;
  const parts = [
    configWrites > 0 && "1 configuration write",
    agentsToAdopt > 0 && `${plural(agentsToAdopt, "agent")} to adopt`,
    agentsToAdd > 0 && `${plural(agentsToAdd, "agent")} to add`,
    agentsToCorrect > 0 && `${plural(agentsToCorrect, "entry", "entries")} to correct`,
    agentsToMove > 0 && `${plural(agentsToMove, "agent")} to move`,
    movesRefused > 0 && `${plural(movesRefused, "move")} refused`,
    firstTokens > 0 && `${plural(firstTokens, "new token")}`,
    replaced > 0 && `${plural(replaced, "token")} to repair`,
    sessionsToReset > 0 && `${plural(sessionsToReset, "session")} to reset`,
  ];
  return parts.filter(Boolean).join(", ");
}

function wordsOf(parts: [number, string][]): string {
  return parts.flatMap(([count, word]) => (count > 0 ? [`${count.toLocaleString("en")} ${word}`] : [])).join(", ");
}

/** "2 files of 1 agent"; an agent can be ticked without any file. */
export function ticksLine({ agents, files }: TickCount): string {
  return files > 0 ? `${plural(files, "file")} of ${plural(agents, "agent")}` : plural(agents, "agent");
}

/** The label of the apply button. Settings outside the agents need no tick, and what is kept is only recorded. */
export function applyLabel(count: TickCount, withSettings: boolean, kept = 0): string {
  if (count.agents === 0 && !withSettings && kept > 0) return `Keep theirs (${plural(kept, "file")})`;
  if (count.agents === 0 && withSettings) return "Apply settings";
  return `Apply selected (${ticksLine(count)})`;
}

/** The text beside that button. */
export function tickedLine(count: TickCount, conflicts: number, withSettings: boolean, kept = 0): string {
  const keeping = kept > 0 ? `; ${plural(kept, "file")} kept as on the gateway` : "";
  if (count.agents === 0) return `${withSettings ? "Only settings outside the agents" : "Nothing is ticked"}${keeping}`;
  const parts = [
    `${ticksLine(count)} ticked`,
    conflicts > 0 && `, ${plural(conflicts, "conflict")} among them`,
    withSettings && "; settings outside the agents are applied too",
    keeping,
  ];
  return parts.filter(Boolean).join("");
}

/** A plan older than this shows its age. */
const oldAfterMs = 60 * 60_000;

export function isOld({ madeAt }: Pick<Plan, "madeAt">, nowMs: number): boolean {
  return nowMs - Date.parse(madeAt) >= oldAfterMs;
}
