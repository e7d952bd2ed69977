import type { FileAction, Plan, PlannedAgent, TokenStep } from "./plan.ts";

/** What of a plan is there to carry out: both sides must mean the same by it, or one refuses what the other offers. */

/** Whether applying the plan writes the file. */
export function isWritten(action: FileAction): boolean {
  return action === "create" || action === "change" || action === "conflict";
}

/** Whether the agent gets a token that it does not have now. */
export function mintsToken(step: TokenStep): boolean {
  return step === "new" || step === "repair" || step === "rekey";
}

/** Whether the agent would come to a place where none of its files are: onto the gateway, or into another workspace. */
export function bringsIn({ entry }: PlannedAgent): boolean {
  return entry.kind === "add" || entry.after.workspace !== undefined;
}

/** Whether it is applied whole or not at all: a new token has to reach every file that carries it, and a new agent needs all files. */
export function isWholeOnly(agent: PlannedAgent): boolean {
  return mintsToken(agent.token) || bringsIn(agent) || agent.adopts !== undefined;
}

/** Whether carrying the plan out would do anything at all for this agent. */
export function hasWork({ blocked, files, entry, adopts, move, token, resetSession }: PlannedAgent): boolean {
  if (blocked !== null) return false;
  return (
    adopts !== undefined ||
    entry.kind !== "right" ||
    (move !== undefined && move.carries.length > 0) ||
    token === "adopt" ||
    mintsToken(token) ||
    resetSession ||
    files.some(({ action }) => isWritten(action))
  );
}

/** Whether the gateway's configuration changes outside the agents' own entries. In the window that is nobody's tick: it goes with every part. */
export function changesSettings({ extras }: Pick<Plan, "extras">): boolean {
  return Object.keys(extras).length > 0;
}

/** Whether carrying the plan out would write anything at all, or reset a session. */
export function hasChanges(plan: Pick<Plan, "agents" | "extras">): boolean {
  return changesSettings(plan) || plan.agents.some(hasWork);
}
