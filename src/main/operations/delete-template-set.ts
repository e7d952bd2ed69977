import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import type { TemplateSetRow } from "../../shared/template-history.ts";
import { moveFile } from "../files/move-file.ts";
import { isTemplateName } from "../templates/write-templates.ts";
import { readKeptSet } from "./keep-template-versions.ts";
import type { SaveTemplatesServices } from "./save-templates.ts";
import { requireOwnSet, templateSetsFolder } from "./template-sets.ts";

/**
 * Deletes a set of one's own that no agent is made from. Its versions stay: a new set of the same name has them again.
 * @throws FlightDeckError not-found; templates-not-saved for a set that is used, that is not of one's own, or that holds other files
 */
export async function deleteTemplateSet(services: SaveTemplatesServices, folder: string): Promise<void> {
  const set = requireOwnSet(services, folder);
  const users = usersInWords(set);
  if (users !== null) {
    throw refusal(`The template set "${set.name}" is used by ${users}.`, hintsOf("templates-not-saved").unassignFirst);
  }
  const others = await othersIn(folder);
  if (others.length > 0) {
    throw refusal(
      `The folder ${folder} also has ${others.slice(0, 3).join(", ")}, which would be lost.`,
      hintsOf("templates-not-saved").otherFiles,
    );
  }
  await readKeptSet(services.database, folder);
  const beside = join(templateSetsFolder(services), `.${randomBytes(6).toString("hex")}.deleted`);
  try {
    moveFile(folder, beside);
    await rm(beside, { recursive: true, force: true });
  } catch (error) {
    throw refusal(
      `The template set "${set.name}" could not be deleted: ${messageOf(error)}`,
      hintsOf("templates-not-saved").unwritable,
    );
  }
  services.changes?.emit("templates");
}

/** "the settings, gateway "A" and board "B"", or null. */
function usersInWords({ isDefault, gateways, boards }: TemplateSetRow): string | null {
  const users = [
    ...(isDefault ? ["the settings"] : []),
    ...gateways.filter(({ isOwn }) => isOwn).map(({ name }) => `gateway "${name}"`),
    ...boards.map(({ name }) => `board "${name}"`),
  ];
  return users.length === 0 ? null : new Intl.ListFormat("en-GB").format(users);
}

async function othersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => !entry.isFile() || !isTemplateName(entry.name)).map(({ name }) => name);
}

function refusal(message: string, hint: FlightDeckError["hint"]): FlightDeckError {
  return new FlightDeckError("templates-not-saved", message, hint);
}
