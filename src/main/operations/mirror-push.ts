import type { ConflictChoice, MirrorConflict, MirrorPushReport } from "../../shared/mirror-push.ts";
import { listConflicts } from "../database/mirror/outbox.ts";
import { applicationName } from "../mirror/mirror-pulls.ts";
import { pushToSource } from "../mirror/push/push-to-source.ts";
import { type ConflictName, resolveConflicts } from "../mirror/push/resolve-conflict.ts";
import type { MirrorServices } from "./mirror-source.ts";

type PushServices = Pick<MirrorServices, "database" | "vault">;

/** Writes what changed here to Mission Control's database. @throws as `pushToSource` */
export function pushMirror({ database, vault }: PushServices, signal?: AbortSignal): Promise<MirrorPushReport> {
  return pushToSource({ database, vault, applicationName: applicationName(), signal });
}

/** What was changed both here and in Mission Control, the oldest first. */
export function listMirrorConflicts({ database }: PushServices): MirrorConflict[] {
  return listConflicts(database);
}

/**
 * Decides conflicts, all of them or none; the next push carries the decisions out.
 * @returns the conflicts that are left, and the choices for them
 * @throws FlightDeckError not-found, bad-input
 */
export function resolveMirrorConflicts(
  services: PushServices,
  names: readonly ConflictName[],
  choice: ConflictChoice,
): MirrorConflict[] {
  const { database } = services;
  database.sqlite.transaction(() => {
    for (const name of names) resolveConflicts(database, name, choice);
  })();
  return listConflicts(database);
}
