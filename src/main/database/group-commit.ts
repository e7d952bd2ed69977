import { durably } from "./durably.ts";
import type { Database } from "./open-database.ts";

/** Makes concurrent writes durable with few syncs of the disk. */
export type GroupCommit = {
  /**
   * Resolves when the effect of `write` is on disk.
   * @throws what `write` throws, which rolls back that write alone; or the database's error if it cannot commit
   */
  commit(write: () => void): Promise<void>;
};

type Waiting = { write: () => void; resolve: () => void; reject: (error: unknown) => void };

/** Long enough to gather agents that are worked on in parallel, short compared with one call to a gateway. */
const gatherMs = 4;

/** Gathers writes for a few milliseconds and commits them together. */
export function openGroupCommit(db: Database): GroupCommit {
  let waiting: Waiting[] = [];
  const flush = () => {
    const group = waiting;
    waiting = [];
    try {
      const results = durably(db, () => group.map(({ write }) => writeNested(db, write)));
      group.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result && "error" in result) reject(result.error);
        else resolve();
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  return {
    commit: (write) =>
      new Promise((resolve, reject) => {
        waiting.push({ write, resolve, reject });
        if (waiting.length === 1) setTimeout(flush, gatherMs);
      }),
  };
}

/** A nested transaction: a failure rolls back this write without the others. */
function writeNested(db: Database, write: () => void): { error: unknown } | null {
  try {
    db.sqlite.transaction(write)();
    return null;
  } catch (error) {
    if (!db.sqlite.inTransaction) throw error;
    return { error };
  }
}
