import type { Database } from "./open-database.ts";
import type { Run } from "./runs.ts";

/** A set that a run rendered files from; the folder is null for the built-in one. */
export type UsedTemplates = { folder: string | null; sha256: string };

/** The sets of the last run before this one that wrote files of the same gateway's agents: its gateway's first. */
export function readTemplatesBefore(db: Database, { id, gatewayId }: Pick<Run, "id" | "gatewayId">): UsedTemplates[] {
  const text = db.sqlite
    .prepare<{ id: string; gatewayId: string }, string>(`
      SELECT templates FROM runs
      WHERE gateway_id = :gatewayId AND rowid < (SELECT rowid FROM runs WHERE id = :id) AND templates IS NOT NULL
        AND kind <> 'drift-check' AND NOT coalesce(options ->> 'dryRun', 0)
      ORDER BY rowid DESC LIMIT 1
    `)
    .pluck()
    .get({ id, gatewayId });
  return text === undefined ? [] : JSON.parse(text);
}
