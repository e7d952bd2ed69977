import type { Theme } from "./views.ts";

/** The settings of this installation. */
export type Settings = {
  /** Mission Control's address for agents. */
  baseUrl: string;
  theme: Theme;
  /** Calls in flight per gateway, 1 to 64. */
  maxInFlight: number;
  /** The folder of the operator's own templates; null for the built-in ones. */
  templateFolder: string | null;
  /** How many backups of each kind are kept. */
  backupsKept: number;
  /** For so many days a run is kept, with its diffs and plan. */
  historyDays: number;
  /** So many latest runs of each gateway are kept, however old they are. */
  historyRuns: number;
  /** For so many days a version of an agent's file is kept. */
  versionDays: number;
  /** So many latest versions of each file are kept, however old they are. */
  versionsKept: number;
  /** What agents write in USER and MEMORY becomes a version whenever a sync or check finds it changed. */
  keepsLearned: boolean;
  /** The desktop keeps the machine from falling asleep while a run is in progress. */
  keepsAwake: boolean;
};
