import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { recordTemplateVersion } from "../database/template-versions.ts";
import { defaultTemplateFolder, readTemplateSet, type TemplateSet } from "../templates/template-set.ts";
import { stageTemplates } from "../templates/write-templates.ts";
import { saveRecords } from "./save-records.ts";
import type { SaveTemplatesServices } from "./save-templates.ts";
import { templateSetsFolder } from "./template-sets.ts";

export type CreateTemplateSetInput = {
  name: string;
  /** The set that it begins as; null is the built-in one. */
  from: string | null;
};

const namePattern = /^[\p{L}\p{N}](?:[\p{L}\p{N} _-]{0,58}[\p{L}\p{N}])?$/u;

/**
 * Makes a set of one's own: a folder in the data folder, as a copy of another set.
 * @throws FlightDeckError templates-not-saved for a name that is taken or cannot be used; and as `readTemplateSet`
 */
export async function createTemplateSet(
  services: SaveTemplatesServices,
  { name, from }: CreateTemplateSetInput,
): Promise<{ folder: string; sha256: string }> {
  const root = templateSetsFolder(services);
  const folder = join(root, name);
  if (!namePattern.test(name)) throw unusableName(`"${name}" cannot be the name of a template set.`);
  if (existsSync(folder)) throw unusableName(`There is a template set named "${name}" already.`);
  const { sources, version } = await readTemplateSet(from ?? defaultTemplateFolder());
  await writeFolder({ root, folder, sources });
  saveRecords(services, { tell: ["templates"] }, () =>
    recordTemplateVersion(services.database, {
      folder,
      sha256: version,
      parentSha256: null,
      source: "copied",
      sources,
      savedBy: services.startedBy,
      note: from === null ? "The built-in templates" : `Copy of ${from}`,
      gitCommit: null,
    }),
  );
  return { folder, sha256: version };
}

/** The folder appears with all its templates, or not at all. */
async function writeFolder({ root, folder, sources }: Pick<TemplateSet, "folder" | "sources"> & { root: string }) {
  const beside = join(root, `.${randomBytes(6).toString("hex")}.new`);
  try {
    await mkdir(beside, { recursive: true });
    const staged = await stageTemplates(beside, sources);
    staged.commit();
    await rename(beside, folder);
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
