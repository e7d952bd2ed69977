import { linkSync, lstatSync, readlinkSync, rmSync } from "node:fs";
import { FlightDeckError, hintsOf, isSystemError } from "../../shared/errors.ts";

/**
 * Refuses a file of the data folder that is a symbolic link: another file would take the place of the link, and what it leads to
 * would stay as it is.
 * @throws FlightDeckError vault-key
 */
export function requireNoLink(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw notReplaceable(path, `is a symbolic link to ${readlinkSync(path)}`);
}

/**
 * Refuses a file of the data folder that is mounted by itself: it can be neither renamed nor replaced. A missing one is fine.
 * @param probe a path in the same folder, for a moment
 * @throws FlightDeckError vault-key
 */
export function requireNoMount(path: string, probe: string): void {
  try {
    // A mounted file may be on the same disk as its folder, but only its own mount can have another name for it.
    linkSync(path, probe);
  } catch (error) {
    if (isSystemError(error, "EXDEV")) throw notReplaceable(path, "is mounted by itself");
    // There is no file, or this disk has no second names.
  } finally {
    rmSync(probe, { force: true });
  }
}

function notReplaceable(path: string, what: string): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The file ${path} ${what}, so a new file cannot replace it. Nothing was changed.`,
    hintsOf("vault-key").plainFile,
  );
}
