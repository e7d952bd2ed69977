import type { FileAction, Plan, PlannedAgent, PlannedFile, TokenStep } from "./plan.ts";

/** What a plan changes. Main and the renderer share these rules, so that one never refuses what the other offers. */

/** Whether applying the plan writes the file. */
export function isWritten(action: FileAction): boolean {
  return action === "create" || action === "change" || action === "conflict";
}

/** Whether the agent gets a new token. */
export function mintsToken(step: TokenStep): boolean {
  return step === "new" || step === "repair" || step === "rekey";
}

/**
 * Whether the agent's token is not as it should be. Replacing a valid one is no difference: only an option asks for it.
 */
export function isTokenOutOfSync(step: TokenStep): boolean {
  return step !== "keep" && step !== "rekey";
}

/** Whether the file is out of sync and applying the plan writes it. */
export function isFileToBringInSync({ action, isOutOfSync = true }: PlannedFile): boolean {
  return isWritten(action) && isOutOfSync;
}

/** Whether the agent is out of sync in something that applying the plan corrects. */
export function isAgentToBringInSync({ files, entry, move, token }: PlannedAgent): boolean {
  return (
    files.some(isFileToBringInSync) || entry.kind !== "right" || move?.isRefused === false || isTokenOutOfSync(token)
  );
}

/** Whether the agent would get a place without its files: it is added to the gateway, or moves to another workspace. */
export function bringsIn({ entry }: PlannedAgent): boolean {
  return entry.kind === "add" || entry.after.workspace !== undefined;
}

/**
 * Whether an agent can only be applied with all its files: a new token must reach every file that contains it, and a new
 * agent needs all files.
 */
export function isWholeOnly(agent: PlannedAgent): boolean {
  return mintsToken(agent.token) || bringsIn(agent) || agent.adopts !== undefined;
}

/**
 * Whether "Keep theirs" can be chosen for a file: it would be replaced, and its agent can be applied without it. An earlier version
 * that is not brought back is only left out.
 */
export function canKeepTheirs(agent: PlannedAgent, file: PlannedFile): boolean {
  const isThere = file.theirsMaskedSha256 !== null;
  return isWritten(file.action) && isThere && file.isEarlier !== true && !isWholeOnly(agent);
}

/** Whether applying the plan would do anything for this agent, including what is only recorded. */
export function hasWork({ blocked, files, entry, adopts, move, token, resetSession }: PlannedAgent): boolean {
  if (blocked !== null) return false;
  return (
    adopts !== undefined ||
    entry.kind !== "right" ||
    (move !== undefined && move.carries.length > 0) ||
    token === "adopt" ||
    mintsToken(token) ||
    resetSession ||
    files.some(({ action, keepsTheirs }) => isWritten(action) || keepsTheirs === true)
  );
}

/**
 * What a plan leaves undone, with files and agents counted apart. `blockedAgents` need the operator; `skippedAgents` are left
 * out on purpose, as on a paused board.
 */
export function countUndone({ agents, summary }: Pick<Plan, "agents" | "summary">) {
  const undone = agents.filter(({ blocked }) => blocked !== null);
  const skippedAgents = undone.filter(({ skip }) => skip !== undefined).length;
  return {
    // The summary counts both as blocked.
    blockedFiles: Math.max(0, summary.blocked - undone.length),
    blockedAgents: undone.length - skippedAgents,
    skippedAgents,
  };
}

/**
 * Whether the gateway's configuration changes outside the agents' entries. The window has no tick for that: it is applied
 * with any part.
 */
export function changesSettings({ extras }: Pick<Plan, "extras">): boolean {
  return Object.keys(extras).length > 0;
}

/** Whether applying the plan would write anything or reset a session. */
export function hasChanges(plan: Pick<Plan, "agents" | "extras">): boolean {
  return changesSettings(plan) || plan.agents.some(hasWork);
}
