import type { Database } from "./database.ts";
import { readSetting, saveSetting } from "./settings.ts";

const setting = "versions.learned";

/** Whether what agents write in their own files becomes versions, whoever reads it; the operator's choice. */
export function readKeepsLearned(db: Database): boolean {
  return readSetting(db, setting) === "yes";
}

export function saveKeepsLearned(db: Database, keeps: boolean): void {
  saveSetting(db, setting, keeps ? "yes" : "no");
}
