import type { TemplateVersionRow } from "../../shared/template-history.ts";
import type { Database } from "../database/open-database.ts";
import {
  latestTemplateVersion,
  listTemplateVersions,
  recordTemplateVersion,
  type StoredTemplateVersion,
} from "../database/template-versions.ts";
import { findGitCommit } from "../templates/find-git-commit.ts";
import { readTemplateSet, type TemplateSet } from "../templates/template-set.ts";

/** Reads a set, and keeps what is there as a version if something else has changed it. @throws as `readTemplateSet` */
export async function readKeptSet(database: Database, folder: string): Promise<TemplateSet> {
  const set = await readTemplateSet(folder);
  await keepFoundSet(database, set);
  return set;
}

/** The same for a set that was read. */
export async function keepFoundSet(database: Database, set: TemplateSet): Promise<void> {
  if (latestTemplateVersion(database, set.folder)?.sha256 === set.version) return;
  keepFound(database, set, await findGitCommit(set.folder));
}

function keepFound(database: Database, { folder, version, sources }: TemplateSet, gitCommit: string | null): void {
  const keep = database.sqlite.transaction(() => {
    const parentSha256 = latestTemplateVersion(database, folder)?.sha256 ?? null;
    if (parentSha256 === version) return;
    const found = { source: "found", savedBy: null, note: "", gitCommit } as const;
    recordTemplateVersion(database, { ...found, folder, sha256: version, parentSha256, sources });
  });
  keep.immediate();
}

/** The versions of a folder's set, the latest first: that is what is there now. @throws as `readTemplateSet` */
export async function listVersionsOfSet(database: Database, folder: string): Promise<TemplateVersionRow[]> {
  await readKeptSet(database, folder);
  return listTemplateVersions(database, folder).map(rowOf);
}

function rowOf(version: StoredTemplateVersion): TemplateVersionRow {
  const { id, sha256, source, savedBy, note, gitCommit, recordedAt } = version;
  return { id, sha256, source, savedBy, note, gitCommit, recordedAt };
}
