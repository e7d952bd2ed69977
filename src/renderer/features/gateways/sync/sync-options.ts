import type { SyncOptions } from "../../../../shared/sync.ts";
import type { AgentRow } from "../../../../shared/views.ts";

type Flag = {
  [Key in keyof SyncOptions]: SyncOptions[Key] extends boolean ? Key : never;
}[keyof SyncOptions];

export type SyncFlags = Record<Flag, boolean>;

export type SyncFlagText = { flag: Flag; label: string; help: string; isDangerous: boolean };

export const plainSync: SyncFlags = {
  includeMain: true,
  leadOnly: false,
  outOfSyncOnly: false,
  dryRun: false,
  verify: false,
  rotateTokens: false,
  forceBootstrap: false,
  overwrite: false,
  moveWorkspaces: false,
  adopt: false,
  adoptDefault: false,
  resetSessions: false,
  rekeyAll: false,
};

/** Every option of a template sync with a line of help, in the order of the panel. */
export const syncFlagTexts: SyncFlagText[] = [
  {
    flag: "dryRun",
    label: "Plan only",
    help: "Shows what would be written with these options, to apply in full or in part. Writes nothing.",
    isDangerous: false,
  },
  {
    flag: "includeMain",
    label: "Include the main agent",
    help: "Syncs the gateway's main agent as well, after all others.",
    isDangerous: false,
  },
  {
    flag: "leadOnly",
    label: "Board leads only",
    help: "Skips board agents that are not their board's lead.",
    isDangerous: false,
  },
  {
    flag: "outOfSyncOnly",
    label: "Only agents that are out of sync",
    help: "Skips agents that were synced when they were last compared.",
    isDangerous: false,
  },
  {
    flag: "verify",
    label: "Verify every file",
    help: "Fetches every file, even if its size and time are unchanged.",
    isDangerous: false,
  },
  {
    flag: "rotateTokens",
    label: "Repair tokens",
    help: "Gives a new token to agents whose token cannot be read or does not match. Valid tokens stay.",
    isDangerous: false,
  },
  {
    flag: "forceBootstrap",
    label: "Write BOOTSTRAP again",
    help: "Restores the first-start instructions, which agents remove after following them.",
    isDangerous: false,
  },
  {
    flag: "adopt",
    label: "Adopt existing agents",
    help: "Takes over agents that Flight Deck did not create, in their current workspace. MEMORY and USER stay; other files are replaced.",
    isDangerous: true,
  },
  {
    flag: "adoptDefault",
    label: "Adopt the gateway's default agent",
    help: "Also takes over the gateway's default agent, if it has a record here.",
    isDangerous: true,
  },
  {
    flag: "overwrite",
    label: "Overwrite agents' own files",
    help: "Replaces USER and MEMORY, and resolves conflicts with the template version. What agents wrote there is lost.",
    isDangerous: true,
  },
  {
    flag: "moveWorkspaces",
    label: "Move workspaces",
    help: "Moves agents to the workspace in their record even if files stay behind. Copy those files on the gateway's host first.",
    isDangerous: true,
  },
  {
    flag: "resetSessions",
    label: "Reset sessions",
    help: "Ends each agent's conversation and starts an empty one. Work in progress is lost.",
    isDangerous: true,
  },
  {
    flag: "rekeyAll",
    label: "Re-key all agents",
    help: "Replaces every agent's token, even valid ones. Working agents must read the new token before they can continue.",
    isDangerous: true,
  },
];

/** The dangerous options that are on. A dry run writes nothing, so nothing about it is dangerous. */
export function dangersOf(flags: SyncFlags): SyncFlagText[] {
  return flags.dryRun ? [] : syncFlagTexts.filter(({ flag, isDangerous }) => isDangerous && flags[flag]);
}

/** The agents that a sync would affect, according to the records. Paused boards are left out, as main skips them. */
export function agentsHit(agents: AgentRow[], flags: SyncFlags, pausedBoardIds: ReadonlySet<string>): AgentRow[] {
  return agents.filter((agent) => {
    if (flags.outOfSyncOnly && agent.syncState === "synced") return false;
    if (agent.isMain) return flags.includeMain;
    if (agent.boardId === null || pausedBoardIds.has(agent.boardId)) return false;
    return !flags.leadOnly || agent.isBoardLead;
  });
}
