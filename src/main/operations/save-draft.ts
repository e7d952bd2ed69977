import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { TemplateDraft } from "../../shared/template-editing.ts";
import { defaultTemplateFolder, readTemplateSet } from "../templates/template-set.ts";
import { readSettings, saveSettings } from "./change-settings.ts";
import { createTemplateSet } from "./create-template-set.ts";
import {
  refuseNewFaults,
  requireKnownNames,
  type SavedTemplates,
  type SaveTemplatesServices,
  saveTemplates,
  withChanges,
} from "./save-templates.ts";

export type SaveDraftInput = {
  draft: TemplateDraft;
  note: string;
  /** The name of the set that the built-in one is copied to. */
  newName: string | null;
};

/**
 * Saves a draft as a version of its set. The built-in set stays as it is: a copy of it with the changes becomes a set of one's own, which
 * takes its place in the settings.
 * @throws FlightDeckError as `saveTemplates` and `createTemplateSet`
 */
export async function saveDraft(services: SaveTemplatesServices, input: SaveDraftInput): Promise<SavedTemplates> {
  const { draft, note, newName } = input;
  const { folder, baseSha256, changes } = draft;
  if (folder !== null) return saveTemplates(services, { folder, baseSha256, changes, note });
  const base = await readTemplateSet(defaultTemplateFolder());
  if (base.version !== baseSha256) throw updated();
  requireKnownNames(base, changes);
  await refuseNewFaults(services, { folder, before: base, after: withChanges(base, changes) });
  const created = await createTemplateSet(services, { name: newName ?? "", from: null, edit: { changes, note } });
  const { database } = services;
  if (readSettings(database).templateFolder === null) saveSettings(database, { templateFolder: created.folder });
  services.changes?.emit("settings", "templates", "gateways", "agents");
  return created;
}

function updated(): FlightDeckError {
  return new FlightDeckError(
    "templates-not-saved",
    "The built-in templates have changed with an update of Flight Deck.",
    hintsOf("templates-not-saved").moved,
  );
}
