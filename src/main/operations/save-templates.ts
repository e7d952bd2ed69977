import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Database } from "../database/open-database.ts";
import { latestTemplateVersion, readTemplateVersion, recordTemplateVersion } from "../database/template-versions.ts";
import { filesOfRole, templateNamesFor } from "../templates/file-sets.ts";
import { findGitCommit } from "../templates/find-git-commit.ts";
import { type TemplateSet, templateSetOf } from "../templates/template-set.ts";
import { isTemplateName, stageTemplates, type TemplateChanges } from "../templates/write-templates.ts";
import { checkTemplateSet, isUsable, refuseUnusable } from "./check-templates.ts";
import { readKeptSet } from "./keep-template-versions.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";
import { changedWithSet, findTemplateSet, type TemplateSetsServices, usersOfSet } from "./template-sets.ts";

export type SaveTemplatesServices = TemplateSetsServices & RecordsServices & { startedBy: string };

export type SaveTemplatesInput = {
  folder: string;
  /** The version that the changes were made to. */
  baseSha256: string;
  changes: TemplateChanges;
  note: string;
};

/** The version that was saved, or the present one if nothing was to change. */
export type SavedTemplates = { folder: string; sha256: string };

/**
 * Saves changed templates of a folder as a new version.
 * @throws FlightDeckError templates-not-saved if the folder is no longer as in `baseSha256`, or cannot be written; template-error if
 * the set was usable and would not be any more
 */
export async function saveTemplates(
  services: SaveTemplatesServices,
  { folder, baseSha256, changes, note }: SaveTemplatesInput,
): Promise<SavedTemplates> {
  const present = await readKeptSet(services.database, folder);
  if (present.version !== baseSha256) throw moved(folder);
  requireKnownNames(present, changes);
  return writeOne(services.database, await prepareVersion(services, { present, changes, source: "saved", note }));
}

export type RestoreTemplatesInput = {
  folder: string;
  versionId: number;
  /** What the operator saw as the present version; without it, whatever is there. */
  baseSha256?: string | undefined;
};

/**
 * Writes the templates of an earlier version into the folder, as a new version. What is there is kept as a version first.
 * @throws FlightDeckError not-found; and as `saveTemplates`
 */
export async function restoreTemplates(
  services: SaveTemplatesServices,
  input: RestoreTemplatesInput,
): Promise<SavedTemplates> {
  return writeOne(services.database, await prepareRestore(services, input));
}

/**
 * The same for several sets: of all or, if one is refused, of none.
 * @throws FlightDeckError as `restoreTemplates`
 */
export async function restoreAllTemplates(
  services: SaveTemplatesServices,
  inputs: readonly RestoreTemplatesInput[],
): Promise<void> {
  const prepared: PreparedVersion[] = [];
  try {
    for (const input of inputs) prepared.push(await prepareRestore(services, input));
    writeTogether(services.database, prepared);
  } finally {
    for (const { discard } of prepared) await discard();
  }
}

async function prepareRestore(
  services: SaveTemplatesServices,
  { folder, versionId, baseSha256 }: RestoreTemplatesInput,
): Promise<PreparedVersion> {
  const present = await readKeptSet(services.database, folder);
  if (baseSha256 !== undefined && present.version !== baseSha256) throw moved(folder);
  const { sources } = readTemplateVersion(services.database, folder, versionId);
  const gone = Object.keys(present.sources).filter((name) => !Object.hasOwn(sources, name));
  const changes = { ...sources, ...Object.fromEntries(gone.map((name) => [name, null])) };
  return prepareVersion(services, { present, changes, source: "used", note: `Version ${versionId} again` });
}

type WriteVersionInput = {
  present: TemplateSet;
  changes: TemplateChanges;
  source: "saved" | "used";
  note: string;
};

/** A version that nothing speaks against, on the disk beside the present one. */
type PreparedVersion = SavedTemplates & {
  /** Call within a transaction. @returns gives the folder its old templates back */
  write(): () => void;
  discard(): Promise<void>;
};

async function prepareVersion(
  services: SaveTemplatesServices,
  { present, changes, source, note }: WriteVersionInput,
): Promise<PreparedVersion> {
  const { database, startedBy } = services;
  const { folder, version: parentSha256 } = present;
  const due = changesDue(present, changes);
  const set = withChanges(present, due);
  const { version: sha256, sources } = set;
  if (sha256 === parentSha256) return { folder, sha256, write: () => () => undefined, discard: async () => undefined };
  const forget = changedWithSet(findTemplateSet(services, folder));
  await refuseNewFaults(services, { folder, before: present, after: set });
  const gitCommit = await findGitCommit(folder);
  const { commit, discard } = await stageTemplates(folder, due);
  const write = () =>
    saveRecords(services, { tell: ["templates", "gateways", "boards", "agents"], forget }, () => {
      // Another process may have saved since; the database lets one at a time in here.
      if (latestTemplateVersion(database, folder)?.sha256 !== parentSha256) throw moved(folder);
      const version = { folder, sha256, parentSha256, sources, source, note, gitCommit };
      recordTemplateVersion(database, { ...version, savedBy: startedBy });
      return commit();
    });
  return { folder, sha256, write, discard };
}

async function writeOne(database: Database, prepared: PreparedVersion): Promise<SavedTemplates> {
  try {
    writeTogether(database, [prepared]);
  } finally {
    await prepared.discard();
  }
  return { folder: prepared.folder, sha256: prepared.sha256 };
}

/** All in one transaction. If one fails, the folders before it get their old templates back. */
function writeTogether({ sqlite }: Database, prepared: readonly PreparedVersion[]): void {
  const written: (() => void)[] = [];
  const writeAll = sqlite.transaction(() => {
    for (const { write } of prepared) written.push(write());
  });
  try {
    writeAll.immediate();
  } catch (error) {
    for (const putBack of written) putBack();
    throw error;
  }
}

/** Without what is there already. */
function changesDue({ sources }: TemplateSet, changes: TemplateChanges): TemplateChanges {
  const isDue = ([name, text]: [string, string | null]) =>
    (Object.hasOwn(sources, name) ? sources[name] : null) !== text;
  return Object.fromEntries(Object.entries(changes).filter(isDue));
}

/** A set as it would be with these changes. */
export function withChanges({ folder, sources }: TemplateSet, changes: TemplateChanges): TemplateSet {
  const changed = Object.entries({ ...sources, ...changes }).flatMap(([name, text]) =>
    text === null ? [] : [[name, text]],
  );
  return templateSetOf(folder, Object.fromEntries(changed));
}

/** `folder` as the set is known by: null for the built-in one. */
type SetChange = { folder: string | null; before: TemplateSet; after: TemplateSet };

/**
 * A usable set stays usable; one with faults may be repaired one template at a time.
 * @throws FlightDeckError template-error naming everything for which a sync would fail
 */
export async function refuseNewFaults(services: TemplateSetsServices, change: SetChange): Promise<void> {
  const { database } = services;
  const users = usersOfSet(services, change.folder);
  const found = await checkTemplateSet(database, { set: change.after, ...users });
  if (isUsable(found)) return;
  const already = await checkTemplateSet(database, { set: change.before, ...users });
  if (isUsable(already)) refuseUnusable(found);
}

/** The names of all templates that can make a file of an agent. */
export const makingNames: ReadonlySet<string> = new Set(
  (["worker", "lead", "main"] as const).flatMap((role) =>
    filesOfRole[role].flatMap((file) => templateNamesFor(file, role)),
  ),
);

/**
 * The templates of a change are there already, make a file, or are parts that these include.
 * @throws FlightDeckError templates-not-saved
 */
export function requireKnownNames({ sources }: TemplateSet, changes: TemplateChanges): void {
  const isKnown = (name: string) =>
    isTemplateName(name) &&
    (Object.hasOwn(sources, name) || makingNames.has(name) || /^PART_[A-Z0-9_]+\.md\.j2$/.test(name));
  const unknown = Object.keys(changes).find((name) => !isKnown(name));
  if (unknown === undefined) return;
  throw new FlightDeckError(
    "templates-not-saved",
    `"${unknown}" cannot be the name of a template.`,
    hintsOf("templates-not-saved").name,
  );
}

function moved(folder: string): FlightDeckError {
  return new FlightDeckError(
    "templates-not-saved",
    `The templates in ${folder} have changed since.`,
    hintsOf("templates-not-saved").moved,
  );
}
