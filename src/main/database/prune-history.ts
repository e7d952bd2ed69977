import type { Database } from "./database.ts";
import { and, eq, ne } from "./drizzle.ts";
import { isDayApart } from "./is-day-apart.ts";
import { findNeededRuns, listResumableRuns } from "./needed-runs.ts";
import { daysBefore, findOutdatedRuns, listGatewaysOfRuns, type Retention } from "./outdated-runs.ts";
import { pruneVersions } from "./prune-versions.ts";
import { listSameWork } from "./run-steps.ts";
import type { Run } from "./runs.ts";
import { runs } from "./schema/history-tables.ts";
import { readSetting, saveSetting } from "./settings.ts";
import { settleLog, shrinkFile } from "./shrink-file.ts";
import { isClockSteady } from "./steady-clock.ts";

const prunedAt = "history-pruned-at-ms";
const asked = "";

/** Once a day, by whichever process comes first. */
export function isPruningDue(db: Database, nowMs: number): boolean {
  return isDayApart(Number(readSetting(db, prunedAt) ?? 0), nowMs);
}

/** The operator has changed what is kept: the next look prunes, also by a clock that was just set. */
export function pruneAtNextLook(db: Database): void {
  saveSetting(db, prunedAt, asked);
}

/**
 * Deletes the runs that are no longer kept, with their diffs and plans, and makes the file smaller. Each step is short, so that
 * the caller can do other work in between; one that stops early begins again later. Runs that say what is known of an agent or a
 * gateway stay, and so do those that alone show what they replaced of an agent, and those with the same work as an interrupted run
 * that stays: a resume must know their steps. Versions of files that are no longer kept are deleted as well, with their contents.
 * Runs do not become old by a clock that was just set.
 * @returns steps, each with the number of runs that it deleted
 */
export function* pruneHistory(db: Database, retention: Retention, nowMs: number): Generator<number, void> {
  const outdated = findOutdatedRuns(db, retention, nowMs);
  if (outdated.length > 0 && mayPrune(db, nowMs)) {
    yield 0;
    const isNeeded = findNeededRuns(db, listGatewaysOfRuns(db));
    const isOutdated = new Set(outdated);
    const resumable = listResumableRuns(db).filter((id) => !isOutdated.has(id) || isNeeded(id));
    yield 0;
    const ofResumable = new Set(listSameWork(db, resumable));
    // Pinned meanwhile, perhaps by another process.
    const remove = db.sqlite.prepare<[string]>("DELETE FROM runs WHERE id = ? AND NOT is_pinned");
    for (const id of outdated) {
      yield 0;
      const isKept = ofResumable.has(id) || isNeeded(id);
      yield isKept ? 0 : remove.run(id).changes;
    }
  }
  // By a clock that was just set, no version is old.
  const recordedSince = mayPrune(db, nowMs) ? daysBefore(db, retention.versionDays, nowMs) : null;
  const { keepVersions } = retention;
  for (const _ of pruneVersions(db, { keepVersions, recordedSince: recordedSince ?? "" })) yield 0;
  while (shrinkFile(db)) yield 0;
  settleLog(db);
  saveSetting(db, prunedAt, String(nowMs));
}

function mayPrune(db: Database, nowMs: number): boolean {
  const isSteady = isClockSteady(db, nowMs);
  return isSteady || readSetting(db, prunedAt) === asked;
}

/**
 * Deletes the ended runs of a kind on a gateway with the same `startedBy`, except one, those that are pinned, and those that alone
 * say what is known of an agent or of the gateway: the one that replaces them may have passed over an agent.
 */
export function deleteOlderRuns(
  db: Database,
  { gatewayId, kind, startedBy, keepRunId }: Pick<Run, "gatewayId" | "kind" | "startedBy"> & { keepRunId: string },
): void {
  const isReplaced = and(eq(runs.gatewayId, gatewayId), eq(runs.kind, kind), eq(runs.startedBy, startedBy));
  const isEnded = and(ne(runs.id, keepRunId), ne(runs.status, "running"), eq(runs.isPinned, false));
  const replace = db.sqlite.transaction(() => {
    const older = db.orm.select({ id: runs.id }).from(runs).where(and(isReplaced, isEnded)).all();
    if (older.length === 0) return;
    const isNeeded = findNeededRuns(db, [gatewayId]);
    for (const { id } of older) if (!isNeeded(id)) db.orm.delete(runs).where(eq(runs.id, id)).run();
  });
  replace.immediate();
}
