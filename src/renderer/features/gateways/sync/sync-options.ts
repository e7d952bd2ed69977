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

/** Every option of a template sync in the order of the panel: what it does, in a line. */
export const syncFlagTexts: SyncFlagText[] = [
  {
    flag: "dryRun",
    label: "Plan only (dry run)",
    help: "Shows what would be written with these options, to be applied in whole or in part. Writes nothing.",
    isDangerous: false,
  },
  {
    flag: "includeMain",
    label: "Include the main agent",
    help: "Syncs the gateway's own main agent too, after all others.",
    isDangerous: false,
  },
  {
    flag: "leadOnly",
    label: "Board leads only",
    help: "Leaves out every board agent that is not its board's lead.",
    isDangerous: false,
  },
  {
    flag: "outOfSyncOnly",
    label: "Only agents that are out of sync",
    help: "Leaves out the agents that were synced when they were last looked at.",
    isDangerous: false,
  },
  {
    flag: "verify",
    label: "Verify every file",
    help: "Fetches every file, also those whose size and time say that nothing changed.",
    isDangerous: false,
  },
  {
    flag: "rotateTokens",
    label: "Repair tokens",
    help: "Gives a new token to agents whose token cannot be read or does not match. Good tokens stay.",
    isDangerous: false,
  },
  {
    flag: "forceBootstrap",
    label: "Write BOOTSTRAP again",
    help: "Puts the first-start instructions back that agents remove when they have followed them.",
    isDangerous: false,
  },
  {
    flag: "adopt",
    label: "Adopt existing agents",
    help: "Takes over agents that Flight Deck did not make, in the workspace they have. MEMORY and USER stay; other files are replaced.",
    isDangerous: true,
  },
  {
    flag: "adoptDefault",
    label: "Adopt the gateway's default agent",
    help: "The same for the agent that the gateway falls back to, where a record names it.",
    isDangerous: true,
  },
  {
    flag: "overwrite",
    label: "Overwrite agents' own files",
    help: "Replaces USER and MEMORY and settles conflicts our way. What agents wrote there is lost.",
    isDangerous: true,
  },
  {
    flag: "moveWorkspaces",
    label: "Move workspaces",
    help: "Moves agents to the workspace in their record even if files stay behind. Copy those on the gateway's host first.",
    isDangerous: true,
  },
  {
    flag: "resetSessions",
    label: "Reset sessions",
    help: "Ends each agent's conversation and begins an empty one. Work in progress is forgotten.",
    isDangerous: true,
  },
  {
    flag: "rekeyAll",
    label: "Re-key all agents",
    help: "Replaces every agent's token, good ones too. Agents at work must read the new one before they go on.",
    isDangerous: true,
  },
];

/** The dangerous options that are on. A dry run writes nothing, so nothing about it is dangerous. */
export function dangersOf(flags: SyncFlags): SyncFlagText[] {
  return flags.dryRun ? [] : syncFlagTexts.filter(({ flag, isDangerous }) => isDangerous && flags[flag]);
}

/** The agents a sync would touch, as far as the records say: main refuses nobody here, it skips the paused by itself. */
export function agentsHit(agents: AgentRow[], flags: SyncFlags, pausedBoardIds: ReadonlySet<string>): AgentRow[] {
  return agents.filter((agent) => {
    if (flags.outOfSyncOnly && agent.syncState === "synced") return false;
    if (agent.isMain) return flags.includeMain;
    if (agent.boardId === null || pausedBoardIds.has(agent.boardId)) return false;
    return !flags.leadOnly || agent.isBoardLead;
  });
}
