import type { GatewayNotification } from "../../../shared/notifications.ts";
import type { Database } from "../database.ts";
import { and, asc, eq, lt } from "../drizzle.ts";
import { notificationOutbox, notificationSinks } from "../schema/notification-tables.ts";

export type WaitingNotification = typeof notificationOutbox.$inferSelect;

/** The longest pause between two tries. */
export const longestPauseMs = 60 * 60_000;

/** Puts a notification into the outbox of every sink. */
export function enqueueNotification(db: Database, notification: GatewayNotification, nowMs: number): void {
  const rows = db.orm
    .select({ sinkId: notificationSinks.id })
    .from(notificationSinks)
    .all()
    .map(({ sinkId }) => ({
      sinkId,
      notification,
      createdAtMs: nowMs,
      attempts: 0,
      nextTryAtMs: 0,
      claimedUntilMs: 0,
    }));
  if (rows.length > 0) db.orm.insert(notificationOutbox).values(rows).run();
}

/**
 * Takes the oldest notification that waits for a sink, so that no other process sends it too. Later ones wait for it, so that nothing
 * is resolved before it was a problem.
 * @returns null if there is none, it is not due, or another process has it
 */
export function claimOldest(
  db: Database,
  sinkId: string,
  { nowMs, claimMs, evenIfNotDue = false }: { nowMs: number; claimMs: number; evenIfNotDue?: boolean },
): WaitingNotification | null {
  const claim = db.sqlite.transaction(() => {
    const row = db.orm
      .select()
      .from(notificationOutbox)
      .where(eq(notificationOutbox.sinkId, sinkId))
      .orderBy(asc(notificationOutbox.seq))
      .limit(1)
      .get();
    // What lasts longer than any claim or pause was noted before the clock was set back.
    const lasts = (untilMs: number, longestMs: number) => untilMs > nowMs && untilMs <= nowMs + longestMs;
    if (!row || lasts(row.claimedUntilMs, claimMs)) return null;
    if (lasts(row.nextTryAtMs, longestPauseMs) && !evenIfNotDue) return null;
    db.orm
      .update(notificationOutbox)
      .set({ claimedUntilMs: nowMs + claimMs })
      .where(eq(notificationOutbox.seq, row.seq))
      .run();
    return row;
  });
  // Most looks find nothing: they do not lock the database.
  return hasWaiting(db, sinkId) ? claim.immediate() : null;
}

function hasWaiting(db: Database, sinkId: string): boolean {
  const { seq } = notificationOutbox;
  return (
    db.orm.select({ seq }).from(notificationOutbox).where(eq(notificationOutbox.sinkId, sinkId)).limit(1).get() !==
    undefined
  );
}

/** It was delivered. */
export function deleteNotification(db: Database, seq: number): void {
  db.orm.delete(notificationOutbox).where(eq(notificationOutbox.seq, seq)).run();
}

/** It was not delivered, and is tried again. */
export function postponeNotification(
  db: Database,
  seq: number,
  next: Pick<WaitingNotification, "attempts" | "nextTryAtMs">,
): void {
  db.orm
    .update(notificationOutbox)
    .set({ ...next, claimedUntilMs: 0 })
    .where(eq(notificationOutbox.seq, seq))
    .run();
}

/** Gives up what a sink did not take for too long. @returns how many */
export function dropOldNotifications(db: Database, sinkId: string, createdBeforeMs: number): number {
  const { createdAtMs } = notificationOutbox;
  return db.orm
    .delete(notificationOutbox)
    .where(and(eq(notificationOutbox.sinkId, sinkId), lt(createdAtMs, createdBeforeMs)))
    .run().changes;
}

/** What waits was perhaps delivered since, such as in a backup. */
export function emptyOutbox(db: Database): void {
  db.orm.delete(notificationOutbox).run();
}
