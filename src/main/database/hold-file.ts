import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { codeOf } from "../../shared/code-of.ts";
import { FlightDeckError, hintsOf, isSystemError, messageOf } from "../../shared/errors.ts";
import { closeToOthers } from "../vault/private-files.ts";

/** The result: held until `letGo` is called, or held by another process, with its number if known. */
export type Held = { letGo: () => void } | { holder: number | null };

/** How the file that names the holder is written and removed. */
type HolderFiles = { write: (path: string, text: string) => void; remove: (path: string) => void };

const onDisk: HolderFiles = {
  write: (path, text) => writeFileSync(path, text, { mode: 0o600 }),
  remove: (path) => rmSync(path, { force: true }),
};

/**
 * Holds a name against every other holder, in this process and in others. It uses SQLite's lock, which the operating system
 * releases whenever the process ends, so there are no stale holders.
 * @param path of two files for this purpose only; their folder is made if it is missing. `.held` stays, empty; do not open it elsewhere while
 * it is held: on POSIX, closing any other handle on it in this process would release the lock. `.lock` names the holder for
 * messages only: it may be left over from a process that died
 * @param files for tests
 * @returns when held, keep the object: a garbage-collected one releases the lock
 * @throws FlightDeckError database-unwritable
 */
export function lockFile(path: string, files: HolderFiles = onDisk): Held {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return tryLock(path, files);
  } catch (error) {
    throw new FlightDeckError(
      "database-unwritable",
      `The lock ${path} cannot be used: ${messageOf(error)}.`,
      hintsOf("database-unwritable").room,
      { cause: error },
    );
  }
}

function tryLock(path: string, files: HolderFiles): Held {
  const release = lockSqlite(`${path}.held`);
  const holderFile = `${path}.lock`;
  if (!release) return { holder: readHolder(holderFile) };
  despiteScanners(() => files.write(holderFile, String(process.pid)));
  return {
    letGo() {
      despiteScanners(() => files.remove(holderFile));
      release();
    },
  };
}

/** Windows refuses it while a virus scanner has the file open. The lock does not depend on it. */
function despiteScanners(change: () => void): void {
  try {
    change();
  } catch {
    // The file names the holder for messages only.
  }
}

function lockSqlite(path: string): (() => void) | null {
  let sqlite: BetterSqlite3.Database | null = null;
  try {
    keepForOwner(path);
    const opened = new BetterSqlite3(path, { timeout: 0 });
    sqlite = opened;
    // Nothing is ever written: without this, BEGIN would leave a journal beside the file.
    opened.pragma("journal_mode = MEMORY");
    opened.exec("BEGIN IMMEDIATE");
    return () => opened.close();
  } catch (error) {
    sqlite?.close();
    if (codeOf(error).startsWith("SQLITE_BUSY")) return null;
    throw error;
  }
}

/** Another user who may read a file can lock it too. An existing one is not opened: closing it would release the lock. */
function keepForOwner(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (isSystemError(error, "EEXIST")) closeToOthers(path, 0o600);
    else throw error;
  }
}

function readHolder(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || null;
  } catch {
    return null;
  }
}
