import { deflateRawSync, inflateRawSync } from "node:zlib";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { nowTimestamp } from "../../shared/records.ts";
import { and, desc, eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { templateVersions } from "./schema/template-tables.ts";

export type TemplateSources = { [name: string]: string };
export type StoredTemplateVersion = Omit<typeof templateVersions.$inferSelect, "sources">;
export type NewTemplateVersion = Omit<StoredTemplateVersion, "id" | "recordedAt"> & { sources: TemplateSources };

/** Of each set; a set takes about 15 KB. */
const keptVersions = 500;

const { sources: _, ...columns } = {
  id: templateVersions.id,
  folder: templateVersions.folder,
  sha256: templateVersions.sha256,
  parentSha256: templateVersions.parentSha256,
  source: templateVersions.source,
  sources: templateVersions.sources,
  savedBy: templateVersions.savedBy,
  note: templateVersions.note,
  gitCommit: templateVersions.gitCommit,
  recordedAt: templateVersions.recordedAt,
};

/** Keeps a version of a set. Call within a transaction. @returns its id */
export function recordTemplateVersion(db: Database, { sources, ...version }: NewTemplateVersion): number {
  const { id } = db.orm
    .insert(templateVersions)
    .values({ ...version, sources: deflateRawSync(JSON.stringify(sources)), recordedAt: nowTimestamp() })
    .returning({ id: templateVersions.id })
    .get();
  db.sqlite
    .prepare(`
      DELETE FROM template_versions WHERE folder = :folder AND id <= (
        SELECT id FROM template_versions WHERE folder = :folder ORDER BY id DESC LIMIT 1 OFFSET ${keptVersions}
      )
    `)
    .run({ folder: version.folder });
  return id;
}

/** The versions of a set become those of another folder. Call within a transaction. */
export function moveTemplateVersions(db: Database, from: string, to: string): void {
  db.orm.update(templateVersions).set({ folder: to }).where(eq(templateVersions.folder, from)).run();
}

/** The versions of a set, the latest first. */
export function listTemplateVersions(db: Database, folder: string): StoredTemplateVersion[] {
  return db.orm
    .select(columns)
    .from(templateVersions)
    .where(eq(templateVersions.folder, folder))
    .orderBy(desc(templateVersions.id))
    .all();
}

export function latestTemplateVersion(db: Database, folder: string): StoredTemplateVersion | undefined {
  return db.orm
    .select(columns)
    .from(templateVersions)
    .where(eq(templateVersions.folder, folder))
    .orderBy(desc(templateVersions.id))
    .limit(1)
    .get();
}

/** A version of this set with its sources. @throws FlightDeckError not-found */
export function readTemplateVersion(
  db: Database,
  folder: string,
  id: number,
): StoredTemplateVersion & { sources: TemplateSources } {
  const row = db.orm
    .select()
    .from(templateVersions)
    .where(and(eq(templateVersions.folder, folder), eq(templateVersions.id, id)))
    .get();
  if (row) return { ...row, sources: JSON.parse(inflateRawSync(row.sources).toString("utf8")) };
  throw new FlightDeckError(
    "not-found",
    `The templates in ${folder} have no version ${id}.`,
    hintsOf("not-found").templateVersion,
  );
}
