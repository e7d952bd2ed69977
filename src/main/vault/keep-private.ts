import { chmodSync, closeSync, openSync, rmSync, type Stats, statSync } from "node:fs";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";

const permissionBits = 0o777;
const othersBits = 0o077;
/** Root works on folders of other users, and reads their files anyway. */
const root = 0;

/** The files that this process has warned of. */
const told = new Set<string>();

/**
 * A key file that other users may read gets its mode back, with a line that says so. On a disk that keeps no modes nothing can be
 * done from here, so a line warns of it. Windows has no such modes.
 * @throws FlightDeckError vault-key if the file belongs to another user, or stays readable on a disk that keeps modes
 */
export function keepPrivate(path: string): void {
  if (process.platform === "win32") return;
  const { mode, uid } = statSync(path);
  const user = process.getuid?.();
  const isOwn = uid === user || user === root;
  if (!isOwn && newFileBeside(path)?.uid !== uid) throw notPrivate(path, `belongs to another user (${uid})`);
  if (!isForOthers(mode)) return;
  const was = (mode & permissionBits).toString(8);
  const isChanged = tryChange(path);
  if (isChanged && !isForOthers(statSync(path).mode)) {
    tell(`${path} had the mode ${was}; it is 600 now. If another user may have read it, run \`key rotate\`.`);
    return;
  }
  if (keepsModes(path)) {
    throw notPrivate(
      path,
      `has the mode ${was}, which ${isChanged ? "the disk does not change" : "cannot be changed"}`,
    );
  }
  warnOnce(path, was);
}

/** Whether other users may read a file, as far as its mode says. */
export function isOpenToOthers(path: string): boolean {
  if (process.platform === "win32") return false;
  return isForOthers(statSync(path, { throwIfNoEntry: false })?.mode ?? 0);
}

function isForOthers(mode: number): boolean {
  return (mode & othersBits) !== 0;
}

function tryChange(path: string): boolean {
  try {
    chmodSync(path, 0o600);
    return true;
  } catch {
    return false;
  }
}

/** If that cannot be seen, it does. */
function keepsModes(path: string): boolean {
  const beside = newFileBeside(path);
  return beside === null || !isForOthers(beside.mode);
}

/** What becomes of a new private file in the same folder: a disk without modes or owners gives it the same as all others. */
function newFileBeside(path: string): Stats | null {
  const beside = `${path}.mode-${process.pid}`;
  try {
    closeSync(openSync(beside, "wx", 0o600));
    return statSync(beside);
  } catch {
    return null;
  } finally {
    rmSync(beside, { force: true });
  }
}

function warnOnce(path: string, mode: string): void {
  if (told.has(path)) return;
  told.add(path);
  tell(
    `${path} has the mode ${mode}, and its disk does not keep the modes of files: everyone who can read the disk can read the key. To protect it, move the data folder to another disk, or the key into FLIGHTDECK_KEY.`,
  );
}

function tell(line: string): void {
  process.stderr.write(`flight-deck: ${line}\n`);
}

function notPrivate(path: string, what: string): FlightDeckError {
  return new FlightDeckError("vault-key", `The key file ${path} ${what}.`, hintsOf("vault-key").notPrivate);
}
