import { z } from "zod";
import { base, returns } from "./contract-base.ts";
import { typedName } from "./contract-inputs.ts";
import { syncChoiceNames } from "./sync-options.ts";
import type { SyncPreset } from "./sync-presets.ts";

/** The part of the contract about presets of sync options. */
export const presetsContract = {
  list: base.output(returns<SyncPreset[]>()),
  /** Adds a preset, or changes the one of this name. */
  save: base
    .input(z.object({ name: typedName, options: z.array(z.enum(syncChoiceNames)) }))
    .output(returns<SyncPreset[]>()),
  rename: base.input(z.object({ name: z.string(), to: typedName })).output(returns<SyncPreset[]>()),
  delete: base.input(z.object({ name: z.string() })).output(returns<SyncPreset[]>()),
};
