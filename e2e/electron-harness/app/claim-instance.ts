import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * One instance per `userData` folder. A lock file names the process that holds it; a second process leaves a note with its
 * command line beside it.
 *
 * @param onSecond told of each note
 * @returns gives the lock back; null where another living process holds it
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

/** A note that is not written to its end yet is seen again when it is. */
function takeNote(path: string): { argv: string[]; workingDir: string } | null {
  try {
    const note = JSON.parse(readFileSync(path, "utf8"));
    rmSync(path);
    return note;
  } catch {
    return null;
  }
}
