import { parsePresets, type SyncPreset } from "../../shared/sync-presets.ts";
import type { Database } from "./database.ts";
import { readSetting, saveSetting } from "./settings.ts";

const key = "sync-presets";

/** Every preset, by name. */
export function readSyncPresets(db: Database): SyncPreset[] {
  return parsePresets(JSON.parse(readSetting(db, key) ?? "[]"));
}

/** Changes the presets, in one transaction with reading them. @throws what `change` throws */
export function changeSyncPresets(db: Database, change: (presets: SyncPreset[]) => SyncPreset[]): SyncPreset[] {
  const save = db.sqlite.transaction(() => {
    const presets = change(readSyncPresets(db)).toSorted((one, other) => one.name.localeCompare(other.name, "en"));
    saveSetting(db, key, JSON.stringify(presets));
    return presets;
  });
  return save.immediate();
}
