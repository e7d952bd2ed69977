import { backupsKept } from "../../../shared/backups.ts";
import type { Database } from "../database.ts";
import { saveSetting } from "../settings.ts";

const setting = "backups.kept";

/** How many backups of each kind are kept; the default if the database is older than this setting, or cannot be read. */
export function readBackupsKept({ sqlite }: Pick<Database, "sqlite">): number {
  try {
    const value = sqlite.prepare<[string], string>("SELECT value FROM settings WHERE key = ?").pluck().get(setting);
    const kept = Number(value);
    return Number.isInteger(kept) && kept > 0 ? kept : backupsKept.byDefault;
  } catch {
    return backupsKept.byDefault;
  }
}

export function saveBackupsKept(db: Database, kept: number): void {
  saveSetting(db, setting, String(kept));
}
