import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { Gateway } from "../../../shared/records.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import type { RenderedWith } from "../../database/schema/local-tables.ts";

/**
 * What differs from the last sync of this gateway because of a flag, or because a flag is missing now: it would rewrite every
 * agent. Empty if nothing differs, or if the difference comes from the settings. Pure.
 */
export function otherThanLastSynced(now: RenderedWith, last: RenderedWith | null): string[] {
  if (!last) return [];
  const isOtherChoice = now.folder !== last.folder || now.overrulesBoards !== last.overrulesBoards;
  const isOtherFolder = isOtherChoice && now.templatesSha256 !== last.templatesSha256;
  const isOtherUrl = now.baseUrl !== last.baseUrl;
  return [
    ...(isOtherFolder && (now.isFolderGiven || last.isFolderGiven)
      ? [`templates from ${folderName(now)}; last synced from ${folderName(last)}`]
      : []),
    ...(isOtherUrl && (now.isBaseUrlGiven || last.isBaseUrlGiven)
      ? [`the base URL ${now.baseUrl}; last synced with ${last.baseUrl}`]
      : []),
  ];
}

function folderName({ folder, overrulesBoards }: RenderedWith): string {
  return `${folder ?? "the built-in folder"}${overrulesBoards ? ", also for boards with others of their own" : ""}`;
}

/**
 * What the next sync is compared with. A sync of some agents without a flag says nothing about the others, which may still have
 * what a flag gave them. Pure.
 */
export function lastSyncedAfter(now: RenderedWith, last: RenderedWith | null, options: SyncOptions): RenderedWith {
  const { boardId, agentIds, fileNames, leadOnly, outOfSyncOnly } = options;
  const isPart = boardId !== null || agentIds !== null || fileNames !== null || leadOnly || outOfSyncOnly;
  return last && isPart && !now.isFolderGiven && !now.isBaseUrlGiven ? last : now;
}

export function otherTemplatesNote(others: string[]): string {
  return `This uses ${others.join(", and ")}.`;
}

/** A sync with other templates than the last one needs the operator's confirmation. */
export function otherTemplates({ name }: Gateway, others: string[]): FlightDeckError {
  return new FlightDeckError(
    "other-templates",
    `Gateway "${name}" was not synced: this sync would use ${others.join(", and ")}.`,
    hintsOf("other-templates").acceptOrKeep,
  );
}
