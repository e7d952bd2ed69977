/** Why a backup was made, in words for lists. */
export const backupReasons = {
  daily: "daily",
  "before-migration": "before an update",
  "before-restore": "before a restore",
  "by-hand": "made by hand",
} as const;

export type BackupReason = keyof typeof backupReasons;

/** A copy of the database in the data folder. */
export type Backup = {
  /** Its file's name without the ending, such as `0007-daily-2026-01-31T09-00-00Z`. */
  name: string;
  reason: BackupReason;
  /** As the clock was then. The order of backups follows their number instead. */
  madeAt: string;
  sizeBytes: number;
};

/** What is in a backup. */
export type BackupFacts = {
  /** Null if it cannot be read. */
  counts: { gateways: number; boards: number; agents: number; runs: number } | null;
  /** Why it cannot be read. */
  problem: string | null;
};

export type BackupView = Backup & BackupFacts;

export type BackupList = { folder: string; backups: BackupView[] };

/** Why a backup could not be made, and what to do. */
export type BackupProblem = { message: string; hint: string };

/** What Settings shows: the backups, and why the daily one of today is missing. */
export type BackupOverview = BackupList & { problem: BackupProblem | null };

/** How many backups of each kind are kept; those made by hand stay until they are deleted. */
export const backupsKept = { byDefault: 7, atMost: 365 } as const;

/** How the records of a kind differ from a backup, by name. */
export type RecordDifference = {
  what: string;
  /** Those that are only here now. */
  added: string[];
  changed: string[];
  /** Those that only the backup has. */
  deleted: string[];
};

/** What the present database has that a restored one would not have. */
export type RestoreLoss = {
  records: RecordDifference[];
  /** Runs since the backup. */
  runs: number;
  /** Agents that got a token since; the backup has the hash of a former one, or none. */
  newTokens: string[];
  /** Changes that were not written to Mission Control's database. */
  unwrittenChanges: number;
  isSettingsChanged: boolean;
};

/** What the window asks about before a restore. */
export type RestorePreview = {
  backup: Backup;
  /** Why the present database cannot be read, and so cannot be compared; null if it can. */
  problem: string | null;
  loss: RestoreLoss | null;
  /** What the present data key does not open, in words. */
  lostSecrets: string[];
};

/** `replaced` is the backup of what was there before. */
export type RestoreResult = { replaced: string | null };
