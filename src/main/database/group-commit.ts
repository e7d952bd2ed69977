import { durably } from "./durably.ts";
import type { Database } from "./open-database.ts";

/** Makes the writes of many who work side by side durable, with few syncs of the disk. */
export type GroupCommit = {
  /**
   * Resolves when what `write` did is on disk.
   *
   * @throws what `write` throws, which takes back that write alone; or what the database says when it cannot commit
   */
  commit(write: () => void): Promise<void>;
};

type Waiting = { write: () => void; resolve: () => void; reject: (error: unknown) => void };

/** Long enough for agents that are worked on side by side to meet, short beside one call to a gateway. */
const gatherMs = 4;

/** Gathers writes for a few milliseconds and commits them together. */
export function openGroupCommit(db: Database): GroupCommit {
  let waiting: Waiting[] = [];
  const flush = () => {
    const group = waiting;
    waiting = [];
    try {
      const results = durably(db, () => group.map(({ write }) => attempt(db, write)));
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

/** A transaction within a transaction: what fails is taken back without the others. */
function attempt(db: Database, write: () => void): { error: unknown } | null {
  try {
    db.sqlite.transaction(write)();
    return null;
  } catch (error) {
    if (!db.sqlite.inTransaction) throw error;
    return { error };
  }
}
