import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { syncChoices } from "../../shared/sync-options.ts";
import { isPresetOption, type SyncPreset } from "../../shared/sync-presets.ts";
import type { Database } from "../database/database.ts";
import { changeSyncPresets, readSyncPresets } from "../database/stored-presets.ts";

/**
 * Adds a preset, or changes the one of this name.
 * @throws FlightDeckError bad-input for an option that no preset has
 */
export function savePreset(database: Database, preset: SyncPreset): SyncPreset[] {
  const refused = preset.options.filter((name) => !isPresetOption(name)).map((name) => `"${syncChoices[name].label}"`);
  if (refused.length > 0) {
    const message = `A preset cannot have ${refused.join(", ")}.`;
    throw new FlightDeckError("bad-input", message, hintsOf("bad-input").presetOptions);
  }
  return changeSyncPresets(database, (presets) => [...presets.filter(({ name }) => name !== preset.name), preset]);
}

/** @throws FlightDeckError not-found; bad-input when another one has the name */
export function renamePreset(database: Database, name: string, to: string): SyncPreset[] {
  return changeSyncPresets(database, (presets) => {
    const preset = requirePreset(presets, name);
    if (to !== name && presets.some((each) => each.name === to)) {
      throw new FlightDeckError("bad-input", `There is a preset "${to}" already.`, hintsOf("bad-input").correct);
    }
    return presets.map((each) => (each === preset ? { ...each, name: to } : each));
  });
}

/** @throws FlightDeckError not-found */
export function deletePreset(database: Database, name: string): SyncPreset[] {
  return changeSyncPresets(database, (presets) => {
    const preset = requirePreset(presets, name);
    return presets.filter((each) => each !== preset);
  });
}

/** @throws FlightDeckError not-found */
export function readPreset(database: Database, name: string): SyncPreset {
  return requirePreset(readSyncPresets(database), name);
}

function requirePreset(presets: SyncPreset[], name: string): SyncPreset {
  const found = presets.find((each) => each.name === name);
  if (found) return found;
  throw new FlightDeckError("not-found", `There is no preset "${name}".`, hintsOf("not-found").preset);
}
