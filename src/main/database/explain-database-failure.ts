import { codeOf } from "../../shared/code-of.ts";
import { errorEntry, FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";

/** Makes an error for the operator of one that SQLite or the file system gave for this database. */
export function explainDatabaseFailure(path: string, error: unknown): FlightDeckError {
  if (error instanceof FlightDeckError) return error;
  const cause = rootOf(error);
  if (isDamage(cause)) {
    return new FlightDeckError(
      "database-unreadable",
      `The file ${path} is damaged or not a Flight Deck database: ${messageOf(cause)}.`,
      hintsOf("database-unreadable").damaged,
      { cause },
    );
  }
  if (isBusy(cause)) {
    return new FlightDeckError(
      "database-unwritable",
      `The database ${path} is held by another program.`,
      hintsOf("database-unwritable").otherProgram,
      { cause },
    );
  }
  return new FlightDeckError(
    "database-unreadable",
    `The database ${path} cannot be opened: ${messageOf(cause)}.`,
    hintsOf("database-unreadable").noAccess,
    { cause },
  );
}

const unwritable = ["FULL", "READONLY", "IOERR", "CANTOPEN", "PERM"].map((name) => `SQLITE_${name}`);

/**
 * An error for the operator of trouble with an open database: damage, a full disk, lost rights, another program that holds it, a file
 * that is gone. Null for every other error: a constraint or a wrong statement is a fault of ours.
 */
export function explainStorageTrouble(error: unknown): FlightDeckError | null {
  if (error instanceof FlightDeckError) return errorEntry(error.code).exit === "storage" ? error : null;
  const message = messageOf(rootOf(error));
  const options = { cause: error };
  if (isDamage(error)) {
    const what = `The database is damaged: ${message}.`;
    return new FlightDeckError("database-unreadable", what, hintsOf("database-unreadable").damaged, options);
  }
  const hints = hintsOf("database-unwritable");
  if (isBusy(error)) {
    const what = `Another program has held the database for too long: ${message}.`;
    return new FlightDeckError("database-unwritable", what, hints.otherProgram, options);
  }
  if (!unwritable.some((start) => codeOfRoot(error).startsWith(start))) return null;
  const what = `The database cannot be read or written: ${message}.`;
  return new FlightDeckError("database-unwritable", what, hints.room, options);
}

/** Does something and @returns the trouble with the database that prevented it, if any. @throws every other error of `work` */
export function catchStorageTrouble(work: () => unknown): FlightDeckError | null {
  try {
    work();
    return null;
  } catch (error) {
    const trouble = explainStorageTrouble(error);
    if (!trouble) throw error;
    return trouble;
  }
}

/** Whether the content of a database file is damaged, or something else than a database. */
export function isDamage(error: unknown): boolean {
  const code = codeOfRoot(error);
  return code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT");
}

/** Whether another connection is in the way. */
export function isBusy(error: unknown): boolean {
  const code = codeOfRoot(error);
  return code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED");
}

function codeOfRoot(error: unknown): string {
  return codeOf(rootOf(error));
}

/** drizzle wraps SQLite's error in one that repeats the statement. */
export function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}
