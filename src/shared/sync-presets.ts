import { z } from "zod";
import { plainSync, type SyncChoiceName, type SyncChoices, syncChoiceNames, syncChoices } from "./sync-options.ts";
import { isKeyOf } from "./typed-keys.ts";

/** A named set of sync options: those that are not as they are by default. */
export type SyncPreset = { name: string; options: SyncChoiceName[] };

/** Whether it is planned is chosen each time, and so are consents, such as to other templates. */
const chosenEachTime: readonly SyncChoiceName[] = ["dryRun", "acceptTemplates", "requirePush"];

/** Whether a preset can have an option: not one that cannot be undone, nor one that is chosen each time. */
export function isPresetOption(name: SyncChoiceName): boolean {
  return !syncChoices[name].isDangerous && !chosenEachTime.includes(name);
}

export const presetOptions = syncChoiceNames.filter(isPresetOption);

const storedPresets = z.array(z.object({ name: z.string(), options: z.array(z.string()) }));

/** Presets as they were stored, perhaps by a version that had other options. @throws ZodError */
export function parsePresets(stored: unknown): SyncPreset[] {
  return storedPresets.parse(stored).map(({ name, options }) => ({
    name,
    options: options.filter((option) => isKeyOf(syncChoices, option)).filter(isPresetOption),
  }));
}

/** The options that a preset of these choices has. */
export function presetOptionsOf(choices: SyncChoices): SyncChoiceName[] {
  return presetOptions.filter((name) => choices[name] !== plainSync[name]);
}

/** The labels of chosen options that a preset of these choices does not have. Planning only is no option of what is done. */
export function leftOutOf(choices: SyncChoices): string[] {
  return syncChoiceNames
    .filter((name) => name !== "dryRun" && !isPresetOption(name) && choices[name] !== plainSync[name])
    .map((name) => syncChoices[name].label);
}

/** What a preset sets, other than by default. */
export function changedBy({ options }: Pick<SyncPreset, "options">): Partial<SyncChoices> {
  return Object.fromEntries(options.map((name) => [name, !plainSync[name]]));
}

/** The choices of a sync with this preset. Whether it is only planned stays. */
export function choicesOf(preset: Pick<SyncPreset, "options">, dryRun: boolean): SyncChoices {
  return { ...plainSync, ...changedBy(preset), dryRun };
}

/** What a preset does, in words: "Leads only, Repair tokens". */
export function presetWords({ options }: Pick<SyncPreset, "options">): string {
  const words = options.map((name) => syncChoices[name].badge ?? syncChoices[name].label);
  return words.join(", ") || "no options";
}
