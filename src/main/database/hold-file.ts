import { readFileSync, rmSync, writeFileSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { messageOf } from "../../shared/errors.ts";

/** What came of it: held until it is let go, or held by another: by the process of this number, where that can be told. */
export type Held = { letGo: () => void } | { holder: number | null };

/**
 * Holds a name against every other holder, in this process and in others. SQLite's lock does it, because the operating
 * system takes that back when its process ends, however it ends: no holder is ever stale, and nobody has to judge that.
 *
 * @param path of two files for this alone, in a folder that exists. `.held` stays, empty; do not open it otherwise while it is
 *   held: on POSIX, closing any other handle on it in this process would let go of it. `.lock` names the holder; what a
 *   process that died, or another with its number, left there decides nothing
 * @returns when held, to be kept: what is garbage holds nothing
 */
export function holdFile(path: string): Held {
  const release = holdSqlite(`${path}.held`);
  const holderFile = `${path}.lock`;
  if (!release) return { holder: readHolder(holderFile) };
  try {
    writeFileSync(holderFile, String(process.pid), { mode: 0o600 });
  } catch (error) {
    release();
    throw error;
  }
  return {
    letGo() {
      rmSync(holderFile, { force: true });
      release();
    },
  };
}

function holdSqlite(path: string): (() => void) | null {
  let sqlite: BetterSqlite3.Database | null = null;
  try {
    const opened = new BetterSqlite3(path, { timeout: 0 });
    sqlite = opened;
    // Nothing is ever written: without this, beginning would leave a journal beside the file.
    opened.pragma("journal_mode = MEMORY");
    opened.exec("BEGIN IMMEDIATE");
    return () => opened.close();
  } catch (error) {
    sqlite?.close();
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY")) return null;
    throw new Error(`${path} cannot be opened: ${messageOf(error)}`, { cause: error });
  }
}

function readHolder(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || null;
  } catch {
    return null;
  }
}
