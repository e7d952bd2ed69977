import { z } from "zod";
import { keysOf, recordOf } from "./typed-keys.ts";

/*
 * The catalogue of a template sync's options (docs/behaviour.md, A sync). The command line, the window, stored runs and plans
 * read an option here and nowhere else; only the engine knows what it does. How to add one: docs/adding.md.
 */

/** An option of the command line: its flag as `sync` and `plan save` take it, and its line of help. */
type SyncFlag = { flag: string; flagHelp: string };

type SyncValue = { schema: z.ZodType; cli?: SyncFlag };

/** Which earlier contents come back in place of the rendering: those before a run, or one version of one file. */
const restoreSchema = z.union([
  z.object({ runId: z.string() }),
  z.object({ agentId: z.string(), fileName: z.string(), versionId: z.number().int() }),
]);
export type Restore = z.infer<typeof restoreSchema>;

/** The options that hold a value: which gateway, agents and files a sync is limited to. */
const syncValues = {
  gatewayId: { schema: z.string(), cli: { flag: "--gateway <gateway>", flagHelp: "gateway, by name or id" } },
  boardId: {
    schema: z.string().nullable().default(null),
    cli: { flag: "--board <board>", flagHelp: "only the agents of this board, by name or id" },
  },
  /** Only these agents; the window's button on an agent and "Retry failed" use it. */
  agentIds: { schema: z.array(z.string()).nullable().default(null) },
  /** Only these files of each agent; other files are not changed. */
  fileNames: {
    schema: z.array(z.string()).nullable().default(null),
    cli: {
      flag: "--file <names...>",
      flagHelp: "only these files of each agent, such as SOUL.md, and nothing else",
    },
  },
  /** The person that the files call the user; null for the organization's owner. */
  userId: {
    schema: z.string().nullable().default(null),
    cli: {
      flag: "--user <person>",
      flagHelp:
        "the person that the files call the user: name, e-mail address or id; by default the organization's owner",
    },
  },
  /** Only plans, and runs that apply one, have it. Nothing but these files is changed. */
  restore: { schema: restoreSchema.nullable().default(null) },
} satisfies Record<string, SyncValue>;

/** An option that is on or off, in the words of each host. */
export type SyncChoice = SyncFlag & {
  byDefault: boolean;
  /** The box in the window and the line below it. */
  label: string;
  help: string;
  /** What it does cannot be undone: the window asks for the gateway's name before it starts such a sync. */
  isDangerous: boolean;
  /** How the page of a run names it when it differs from the default; null if the run's title says it. */
  badge: string | null;
};

/** The options that are on or off, in the order in which the window and the help list them. */
const choices = {
  dryRun: {
    byDefault: false,
    flag: "--dry-run",
    flagHelp: "show what would be written; write nothing to the gateway",
    label: "Plan only",
    help: "Shows what would be written with these options, to apply in full or in part. Writes nothing.",
    isDangerous: false,
    badge: null,
  },
  outOfSyncOnly: {
    byDefault: false,
    flag: "--out-of-sync",
    flagHelp: "only agents that were not synced when last checked",
    label: "Only agents that are out of sync",
    help: "Skips agents that were synced when they were last compared.",
    isDangerous: false,
    badge: "Out of sync only",
  },
  leadOnly: {
    byDefault: false,
    flag: "--lead-only",
    flagHelp: "only board leads (and the main agent)",
    label: "Board leads only",
    help: "Skips board agents that are not their board's lead.",
    isDangerous: false,
    badge: "Leads only",
  },
  includeMain: {
    byDefault: true,
    flag: "--no-include-main",
    flagHelp: "leave the gateway's main agent out",
    label: "Include the main agent",
    help: "Syncs the gateway's main agent as well, after all others.",
    isDangerous: false,
    badge: "Without the main agent",
  },
  verify: {
    byDefault: false,
    flag: "--verify",
    flagHelp: "fetch every file, even if its size and time are unchanged",
    label: "Verify every file",
    help: "Fetches every file, even if its size and time are unchanged.",
    isDangerous: false,
    badge: "Every file verified",
  },
  acceptTemplates: {
    byDefault: false,
    flag: "--accept-templates",
    flagHelp: "sync with other templates or another base URL than last time",
    label: "Accept other templates",
    help: "Syncs even if the last sync was made with other templates, or another base URL, by a flag of the command line.",
    isDangerous: false,
    badge: "Other templates accepted",
  },
  /** Without a source that is written back to, it does nothing. */
  requirePush: {
    byDefault: true,
    flag: "--no-require-push",
    flagHelp: "where changes are written back to Mission Control's database: sync even if it cannot be written to now",
    label: "Require Mission Control's database",
    help: "Where changes are written back to Mission Control's database, starts only if it can be written to: an agent cannot check in with a token that is unknown there.",
    isDangerous: false,
    badge: "Push not required",
  },
  /** Called `repairTokens` inside the engine; this name is kept for stored runs, plans and scripts. */
  rotateTokens: {
    byDefault: false,
    flag: "--rotate-tokens",
    flagHelp: "repair tokens: a new one for agents whose token is missing from their files or does not match",
    label: "Repair tokens",
    help: "Gives a new token to agents whose token cannot be read or does not match. Valid tokens stay.",
    isDangerous: false,
    badge: "Repair tokens",
  },
  forceBootstrap: {
    byDefault: false,
    flag: "--force-bootstrap",
    flagHelp: "write BOOTSTRAP again",
    label: "Write BOOTSTRAP again",
    help: "Restores the first-start instructions, which agents remove after following them.",
    isDangerous: false,
    badge: "Force BOOTSTRAP",
  },
  /** Take over agents on the gateway that Flight Deck did not make, except the gateway's default agent. */
  adopt: {
    byDefault: false,
    flag: "--adopt",
    flagHelp: "take over agents on the gateway that Flight Deck did not make, where they are; not the default agent",
    label: "Adopt existing agents",
    help: "Takes over agents that Flight Deck did not create, in their current workspace. MEMORY and USER stay; other files are replaced.",
    isDangerous: true,
    badge: "Adopt existing agents",
  },
  adoptDefault: {
    byDefault: false,
    flag: "--adopt-default",
    flagHelp: "take over the gateway's default agent, if a record names it",
    label: "Adopt the gateway's default agent",
    help: "Also takes over the gateway's default agent, if it has a record here.",
    isDangerous: true,
    badge: "Adopt the default agent",
  },
  /** An agent whose token file names another installation, under a token that we do not know. */
  takeOver: {
    byDefault: false,
    flag: "--take-over",
    flagHelp: "take over agents that another installation of Flight Deck manages; they get a new token",
    label: "Take over from another Flight Deck",
    help: "Takes over agents that another installation of Flight Deck manages. They get a new token; the old one becomes invalid.",
    isDangerous: true,
    badge: "Take over",
  },
  overwrite: {
    byDefault: false,
    flag: "--overwrite",
    flagHelp: "replace what agents or people wrote, including USER and MEMORY",
    label: "Overwrite agents' own files",
    help: "Replaces USER and MEMORY, and resolves conflicts with the template version. What agents wrote there is lost.",
    isDangerous: true,
    badge: "Overwrite",
  },
  /** Agents change their workspace even if files stay behind, because they were copied or are not needed. */
  moveWorkspaces: {
    byDefault: false,
    flag: "--move-workspaces",
    flagHelp: "move agents to their new workspace, even if files stay behind in the old one",
    label: "Move workspaces",
    help: "Moves agents to the workspace in their record even if files stay behind. Copy those files on the gateway's host first.",
    isDangerous: true,
    badge: "Move workspaces",
  },
  resetSessions: {
    byDefault: false,
    flag: "--reset-sessions",
    flagHelp: "reset each agent's session after its files",
    label: "Reset sessions",
    help: "Ends each agent's conversation and starts an empty one. Work in progress is lost.",
    isDangerous: true,
    badge: "Reset sessions",
  },
  rekeyAll: {
    byDefault: false,
    flag: "--rekey-all",
    flagHelp: "give every agent a new token, even if its token is valid",
    label: "Re-key all agents",
    help: "Replaces every agent's token, even valid ones. Working agents must read the new token before they can continue.",
    isDangerous: true,
    badge: "Re-key all",
  },
} satisfies Record<string, SyncChoice>;

export type SyncChoiceName = keyof typeof choices;
export type SyncChoices = Record<SyncChoiceName, boolean>;

export const syncChoices: Record<SyncChoiceName, SyncChoice> = choices;
export const syncChoiceNames = keysOf(choices);

type ValueName = keyof typeof syncValues;
type OptionsShape = { [Name in ValueName]: (typeof syncValues)[Name]["schema"] } & {
  [Name in SyncChoiceName]: z.ZodDefault<z.ZodBoolean>;
};

const shape = Object.fromEntries([
  ...Object.entries(syncValues).map(([name, { schema }]) => [name, schema]),
  ...syncChoiceNames.map((name) => [name, z.boolean().default(choices[name].byDefault)]),
]) as OptionsShape;

export const syncOptionsSchema = z.object(shape);
export type SyncOptions = z.infer<typeof syncOptionsSchema>;

/** The flags of `sync`, by the option that each one sets. */
export const syncFlags: readonly (SyncFlag & { name: keyof SyncOptions })[] = [
  ...keysOf(syncValues).flatMap((name) => {
    const { cli }: SyncValue = syncValues[name];
    return cli ? [{ name, ...cli }] : [];
  }),
  ...syncChoiceNames.map((name) => ({ name, flag: choices[name].flag, flagHelp: choices[name].flagHelp })),
];

/** A sync without any option. */
export const plainSync: SyncChoices = recordOf(syncChoiceNames, (name) => choices[name].byDefault);

/** The dangerous options that are on. A plan writes nothing, so nothing about it is dangerous. */
export function dangersOf(options: SyncChoices): SyncChoice[] {
  if (options.dryRun) return [];
  return syncChoiceNames.filter((name) => choices[name].isDangerous && options[name]).map((name) => choices[name]);
}

/** What limits a sync to these agents and no others. */
export function onlyAgents(
  agents: readonly { agentId: string; isMain: boolean }[],
): Pick<SyncOptions, "agentIds" | "outOfSyncOnly" | "includeMain"> {
  return {
    agentIds: agents.map(({ agentId }) => agentId),
    outOfSyncOnly: false,
    // The main agent belongs to no board and has its own option.
    includeMain: agents.some(({ isMain }) => isMain),
  };
}
