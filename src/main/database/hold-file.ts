import BetterSqlite3 from "better-sqlite3";

/**
 * Holds a file against every other holder, in this process and in others. SQLite's lock does it, because the operating
 * system takes that back when its process ends, however it ends: no holder is ever stale, and nobody has to judge that.
 *
 * @param path a file for this alone, in a folder that exists. It stays, empty. Do not open it otherwise while it is held:
 *   on POSIX, closing any other handle on it in this process would let go of it
 * @returns lets go; null when another holds it
 */
export function holdFile(path: string): (() => void) | null {
  const sqlite = new BetterSqlite3(path, { timeout: 0 });
  try {
    // Nothing is ever written: without this, beginning would leave a journal beside the file.
    sqlite.pragma("journal_mode = MEMORY");
    sqlite.exec("BEGIN IMMEDIATE");
    return () => sqlite.close();
  } catch (error) {
    sqlite.close();
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY")) return null;
    throw error;
  }
}
