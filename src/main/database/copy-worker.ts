import { parentPort, workerData } from "node:worker_threads";
import BetterSqlite3 from "better-sqlite3";
import { messageOf } from "../../shared/errors.ts";
import { copyDatabase } from "./copy-database.ts";

/** What a thread of `copyInThread` is given. */
export type CopyJob = { from: string; to: string };

/** Why the copy was not made; null if it was. */
export type CopyEnd = { problem: string | null };

/** Copies over a connection of its own: one cannot be shared by threads. */
function copy({ from, to }: CopyJob): CopyEnd {
  let sqlite: BetterSqlite3.Database | null = null;
  try {
    sqlite = new BetterSqlite3(from, { readonly: true, fileMustExist: true });
    copyDatabase({ sqlite }, to);
    return { problem: null };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return { problem: messageOf(cause) };
  } finally {
    sqlite?.close();
  }
}

parentPort?.postMessage(copy(workerData as CopyJob));
