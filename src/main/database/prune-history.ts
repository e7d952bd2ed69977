import type { Database } from "./database.ts";
import { findRunsOfGateway, holdsOnlyCopies, isNeededByAgents, listResumableRuns } from "./needed-runs.ts";
import { findOutdatedRuns, listGatewaysOfRuns, type Retention } from "./outdated-runs.ts";
import { pruneVersions } from "./prune-versions.ts";
import { listSameWork } from "./run-steps.ts";
import { readSetting, saveSetting } from "./settings.ts";
import { settleLog, shrinkFile } from "./shrink-file.ts";

const prunedAt = "history-pruned-at-ms";
const everyMs = 24 * 60 * 60_000;

/** Once a day, by whichever process comes first. */
export function isPruningDue(db: Database, nowMs: number): boolean {
  const lastMs = Number(readSetting(db, prunedAt) ?? 0);
  return Math.abs(nowMs - lastMs) >= everyMs;
}

/** What is kept has changed: the next look prunes. */
export function pruneAtNextLook(db: Database): void {
  saveSetting(db, prunedAt, "");
}

/**
 * Deletes the runs that are no longer kept, with their diffs and plans, and makes the file smaller. Each step is short, so that
 * the caller can do other work in between; one that stops early begins again later. Runs that say what is known of an agent or a
 * gateway stay, and so do those that alone show what they replaced of an agent, and those with the same work as an interrupted run
 * that stays: a resume must know their steps. The contents that a deleted run replaced go with it, as far as nothing else needs them.
 * @returns steps, each with the number of runs that it deleted
 */
export function* pruneHistory(db: Database, retention: Retention, nowMs: number): Generator<number, void> {
  const outdated = findOutdatedRuns(db, retention, nowMs);
  if (outdated.length > 0) {
    yield 0;
    const ofGateways = new Set(listGatewaysOfRuns(db).flatMap((gatewayId) => findRunsOfGateway(db, gatewayId)));
    const isNeeded = (id: string) => ofGateways.has(id) || isNeededByAgents(db, id) || holdsOnlyCopies(db, id);
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
  for (const _ of pruneVersions(db)) yield 0;
  while (shrinkFile(db)) yield 0;
  settleLog(db);
  saveSetting(db, prunedAt, String(nowMs));
}
