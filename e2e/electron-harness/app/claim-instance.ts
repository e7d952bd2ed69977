import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * One instance per `userData` folder. A lock file contains the process that holds it; a second process leaves a note with
 * its command line next to it.
 *
 * @param onSecond called for each note
 * @returns a function that releases the lock; null when another running process holds it
 */
export function claimInstance(
  userData: string,
  onSecond: (argv: string[], workingDir: string) => void,
): (() => void) | null {
  const folder = join(userData, "harness-instance");
  const lock = join(folder, "lock");
  mkdirSync(folder, { recursive: true });
  if (!claim(lock)) {
    const note = { argv: process.argv, workingDir: process.cwd() };
    const name = createHash("sha256").update(`${process.pid} ${Date.now()}`).digest("hex").slice(0, 12);
    writeFileSync(join(folder, `${name}.note`), JSON.stringify(note));
    return null;
  }
  const watcher = watch(folder, (_event, name) => {
    if (!name?.endsWith(".note")) return;
    const note = takeNote(join(folder, name));
    if (note) onSecond(note.argv, note.workingDir);
  });
  return () => {
    watcher.close();
    rmSync(lock, { force: true });
  };
}

function claim(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (isAlive(Number(readFileSync(lock, "utf8")))) return false;
    writeFileSync(lock, String(process.pid));
    return true;
  }
}

function isAlive(processId: number): boolean {
  try {
    return processId > 0 && process.kill(processId, 0);
  } catch {
    return false;
  }
}

/** A note that is not completely written yet is read again later. */
function takeNote(path: string): { argv: string[]; workingDir: string } | null {
  try {
    const note = JSON.parse(readFileSync(path, "utf8"));
    rmSync(path);
    return note;
  } catch {
    return null;
  }
}
