import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { recordTemplateVersion } from "../database/template-versions.ts";
import { moveFile } from "../files/move-file.ts";
import { defaultTemplateFolder, readTemplateSet, type TemplateSet } from "../templates/template-set.ts";
import { stageTemplates, type TemplateChanges } from "../templates/write-templates.ts";
import { saveRecords } from "./save-records.ts";
import { type SaveTemplatesServices, withChanges } from "./save-templates.ts";
import { templateSetsFolder } from "./template-sets.ts";

export type CreateTemplateSetInput = {
  name: string;
  /** The set that it begins as; null is the built-in one. */
  from: string | null;
  /** What it is changed to at once. */
  edit?: { changes: TemplateChanges; note: string };
};

const namePattern = /^[\p{L}\p{N}](?:[\p{L}\p{N} _-]{0,58}[\p{L}\p{N}])?$/u;

/**
 * Makes a set of one's own: a folder in the data folder, as a copy of another set.
 * @throws FlightDeckError templates-not-saved for a name that is taken or cannot be used; and as `readTemplateSet`
 */
export async function createTemplateSet(
  services: SaveTemplatesServices,
  { name, from, edit }: CreateTemplateSetInput,
): Promise<{ folder: string; sha256: string }> {
  const root = templateSetsFolder(services);
  const folder = join(root, name);
  requireSetName(services, name);
  const base = await readTemplateSet(from ?? defaultTemplateFolder());
  const set = withChanges(base, edit?.changes ?? {});
  await writeFolder({ root, folder, sources: set.sources });
  const known = { folder, savedBy: services.startedBy, gitCommit: null };
  saveRecords(services, { tell: ["templates"] }, () => {
    const { sources, version } = base;
    const note = from === null ? "The built-in templates" : `Copy of ${from}`;
    const copy = { sha256: version, parentSha256: null, source: "copied", sources, note } as const;
    recordTemplateVersion(services.database, { ...known, ...copy });
    if (!edit || set.version === version) return;
    const edited = { sha256: set.version, parentSha256: version, source: "saved", sources: set.sources } as const;
    recordTemplateVersion(services.database, { ...known, ...edited, note: edit.note });
  });
  return { folder, sha256: set.version };
}

/**
 * @param options.besides the set's name until now: disks that do not tell cases apart have a folder of the new one then
 * @throws FlightDeckError templates-not-saved for a name that is taken or cannot be used
 */
export function requireSetName(
  services: Pick<SaveTemplatesServices, "dataDir">,
  name: string,
  { besides }: { besides?: string } = {},
): void {
  if (!namePattern.test(name)) throw unusableName(`"${name}" cannot be the name of a template set.`);
  if (name.toLowerCase() === besides?.toLowerCase()) return;
  const isTaken = existsSync(join(templateSetsFolder(services), name));
  if (isTaken) throw unusableName(`There is a template set named "${name}" already.`);
}

/** The folder appears with all its templates, or not at all. */
async function writeFolder({ root, folder, sources }: Pick<TemplateSet, "folder" | "sources"> & { root: string }) {
  const beside = join(root, `.${randomBytes(6).toString("hex")}.new`);
  try {
    await mkdir(beside, { recursive: true });
    const staged = await stageTemplates(beside, sources);
    staged.commit();
    moveFile(beside, folder);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    if (error instanceof FlightDeckError) throw error;
    throw new FlightDeckError(
      "templates-not-saved",
      `The template set ${folder} could not be made: ${messageOf(error)}`,
      hintsOf("templates-not-saved").unwritable,
    );
  }
}

function unusableName(message: string): FlightDeckError {
  return new FlightDeckError("templates-not-saved", message, hintsOf("templates-not-saved").setName);
}
