import type { Database } from "./open-database.ts";

/**
 * Runs `work` in one transaction that is on disk when this returns: neither a crash nor a power cut takes it back, nor
 * anything that was committed before it. Costs a sync of the disk, so only for what has to outlive the effect that follows.
 *
 * @throws what `work` throws; then nothing of it is kept. Not to be called within a transaction.
 */
export function durably<Result>(db: Database, work: () => Result): Result {
  db.sqlite.pragma("synchronous = FULL");
  try {
    return db.sqlite.transaction(work).immediate();
  } finally {
    db.sqlite.pragma("synchronous = NORMAL");
  }
}
