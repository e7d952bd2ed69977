import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "../database/open-database.ts";

/** What a power cut would leave of a database: the file, and the part of its log that was synced. */
export type PowerCuts = {
  /** Runs `look` on the database as it would be after a power cut at this moment. */
  lookAfterCut<Result>(look: (database: Database) => Result): Result;
  /** How many commits synced the disk. */
  readonly syncs: number;
};

/**
 * Watches a database for commits that sync its log. SQLite syncs the whole log at a commit under `synchronous = FULL`, and
 * under `NORMAL` only when it moves the log into the database file: this is delayed here, so that what was not synced is lost.
 */
export function watchSyncs({ sqlite }: Database, dataDir: string): PowerCuts {
  const path = join(dataDir, "flight-deck.db");
  sqlite.pragma("wal_checkpoint(TRUNCATE)");
  sqlite.pragma("wal_autocheckpoint = 0");
  let [syncs, syncedBytes] = [0, 0];
  const begin = sqlite.transaction.bind(sqlite);
  const noteSync = () => {
    if (sqlite.inTransaction || sqlite.pragma("synchronous", { simple: true }) !== 2) return;
    syncs += 1;
    syncedBytes = statSync(`${path}-wal`).size;
  };
  const noted = (run: (...args: unknown[]) => unknown) => {
    return (...args: unknown[]) => {
      const result = run(...args);
      noteSync();
      return result;
    };
  };
  sqlite.transaction = ((work: Parameters<typeof begin>[0]) => {
    const transaction = begin(work);
    const watched = noted(transaction);
    return Object.assign(watched, { immediate: noted(transaction.immediate) });
  }) as typeof sqlite.transaction;
  return {
    lookAfterCut(look) {
      const folder = mkdtempSync(join(tmpdir(), "flight-deck-power-cut-"));
      try {
        copyFileSync(path, join(folder, "flight-deck.db"));
        writeFileSync(join(folder, "flight-deck.db-wal"), readFileSync(`${path}-wal`).subarray(0, syncedBytes));
        const database = openDatabase({ dataDir: folder });
        try {
          return look(database);
        } finally {
          database.close();
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    get syncs() {
      return syncs;
    },
  };
}
