import type { ConflictChoice, MirrorConflict, MirrorPushReport } from "../../shared/mirror-push.ts";
import { mirroredTables } from "../database/mirror/mirrored-columns.ts";
import { type ConflictVersions, listConflicts } from "../database/mirror/outbox.ts";
import { resolveConflict } from "../mirror/push/resolve-conflict.ts";
import type { MirrorServices } from "./change-mirror.ts";

/** Writes what changed here to Mission Control's database. @throws as `pushToSource` */
export function pushMirror(
  { mirror }: Pick<MirrorServices, "mirror">,
  signal?: AbortSignal,
): Promise<MirrorPushReport> {
  return mirror.push(signal);
}

/** What was changed both here and in Mission Control, the oldest first. */
export function listMirrorConflicts({ database }: Pick<MirrorServices, "database">): MirrorConflict[] {
  return listConflicts(database);
}

/**
 * Decides conflicts between the versions that were shown, all of them or none; the next push carries the decisions out.
 * @returns the conflicts that are left, and the choices for them
 * @throws FlightDeckError not-found, push-conflict, bad-input
 */
export function resolveMirrorConflicts(
  { database }: Pick<MirrorServices, "database">,
  shown: readonly ConflictVersions[],
  choice: ConflictChoice,
): MirrorConflict[] {
  const resolve = database.sqlite.transaction(() => {
    // A row that comes back needs the rows that it refers to.
    for (const { name } of mirroredTables) {
      for (const { table, id, column, ours, theirs } of shown.filter((conflict) => conflict.table === name)) {
        resolveConflict(database, { table, id, column, ours, theirs }, choice);
      }
    }
  });
  resolve.immediate();
  return listConflicts(database);
}
