import { existsSync } from "node:fs";
import { join } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { moveTemplateFolder } from "../database/move-template-folder.ts";
import { latestTemplateVersion, moveTemplateVersions, recordTemplateVersion } from "../database/template-versions.ts";
import { moveFile } from "../files/move-file.ts";
import { readSettings, saveSettings } from "./change-settings.ts";
import { requireSetName } from "./create-template-set.ts";
import { readKeptSet } from "./keep-template-versions.ts";
import { saveRecords } from "./save-records.ts";
import type { SaveTemplatesServices } from "./save-templates.ts";
import { requireOwnSet, templateSetsFolder } from "./template-sets.ts";

/**
 * Gives a set of one's own another name, which is that of its folder. Whoever uses it goes along, and so do its versions; no agent's
 * file changes.
 * @throws FlightDeckError not-found; templates-not-saved for a name that is taken or cannot be used, and for other sets
 */
export async function renameTemplateSet(
  services: SaveTemplatesServices,
  { folder, name }: { folder: string; name: string },
): Promise<{ folder: string }> {
  const { database, startedBy } = services;
  const set = requireOwnSet(services, folder);
  if (set.name === name) return { folder };
  const to = join(templateSetsFolder(services), name);
  requireSetName(services, name, { besides: set.name });
  const { sources, version } = await readKeptSet(database, folder);
  let isMoved = false;
  try {
    saveRecords(services, { tell: ["settings", "templates", "gateways", "boards"] }, () => {
      moveTemplateVersions(database, folder, to);
      moveTemplateFolder(database, folder, to);
      if (readSettings(database).templateFolder === folder) saveSettings(database, { templateFolder: to });
      // A deleted set of this name may have left versions, also later ones.
      const latest = latestTemplateVersion(database, to);
      if (latest?.sha256 !== version) {
        const known = { folder: to, sha256: version, parentSha256: null, source: "copied", sources } as const;
        recordTemplateVersion(database, {
          ...known,
          savedBy: startedBy,
          note: `Renamed from ${set.name}`,
          gitCommit: null,
        });
      }
      moveFile(folder, to);
      isMoved = true;
    });
  } catch (error) {
    if (isMoved && existsSync(to)) moveFile(to, folder);
    if (error instanceof FlightDeckError) throw error;
    throw new FlightDeckError(
      "templates-not-saved",
      `The template set "${set.name}" could not be renamed: ${messageOf(error)}`,
      hintsOf("templates-not-saved").unwritable,
    );
  }
  return { folder: to };
}
