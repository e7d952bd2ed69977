import type { Database } from "./database.ts";
import { latestRunFirstSql } from "./run-order.ts";

/**
 * A run is kept for so many days, and for as long as it is one of so many latest runs of its gateway. A version of a file is kept
 * likewise.
 */
export type Retention = { keepDays: number; keepRuns: number; versionDays: number; keepVersions: number };

type RunRetention = Pick<Retention, "keepDays" | "keepRuns">;

const dayMs = 24 * 60 * 60_000;

/**
 * The ended runs that neither rule keeps, the oldest first. A pinned run is kept, and so is one that was interrupted, until the
 * operator dismisses it. Days are counted back from the latest run: a clock that is set forward ends no run's time.
 */
export function findOutdatedRuns(db: Database, { keepDays, keepRuns }: RunRetention, nowMs: number): string[] {
  const before = daysBefore(db, keepDays, nowMs);
  if (before === null) return [];
  const select = db.sqlite.prepare<{ gatewayId: string; keepRuns: number; before: string }, Outdated>(`
    SELECT id, started_at AS startedAt FROM runs
    WHERE gateway_id = :gatewayId AND started_at < :before
      AND rowid <= (
        SELECT rowid FROM runs WHERE gateway_id = :gatewayId ORDER BY ${latestRunFirstSql} LIMIT 1 OFFSET :keepRuns
      )
      AND status <> 'running' AND NOT is_pinned AND (status <> 'interrupted' OR dismissed_at IS NOT NULL)
  `);
  return listGatewaysOfRuns(db)
    .flatMap((gatewayId) => select.all({ gatewayId, keepRuns, before }))
    .toSorted((one, other) => (one.startedAt < other.startedAt ? -1 : 1))
    .map(({ id }) => id);
}

/** The time so many days before the latest run, or before now; null without runs. */
export function daysBefore(db: Database, days: number, nowMs: number): string | null {
  const latest = db.sqlite.prepare<[], string | null>("SELECT max(started_at) FROM runs").pluck().get();
  return latest ? new Date(Math.min(nowMs, Date.parse(latest)) - days * dayMs).toISOString() : null;
}

type Outdated = { id: string; startedAt: string };

/** The gateways that have runs, also those without a record. */
export function listGatewaysOfRuns(db: Database): string[] {
  return db.sqlite.prepare<[], string>("SELECT DISTINCT gateway_id FROM runs").pluck().all();
}
