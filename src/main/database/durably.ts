import type { Database } from "./database.ts";

/**
 * Runs `work` in one transaction that is on disk when this returns: it survives a crash or a power cut, and so does everything
 * committed before it. Costs a sync of the disk, so use it only for what must be recorded before an effect. Not within a
 * transaction.
 * @throws what `work` throws; the transaction is then rolled back.
 */
export function durably<Result>(db: Database, work: () => Result): Result {
  db.sqlite.pragma("synchronous = FULL");
  try {
    return db.sqlite.transaction(work).immediate();
  } finally {
    db.sqlite.pragma("synchronous = NORMAL");
  }
}
