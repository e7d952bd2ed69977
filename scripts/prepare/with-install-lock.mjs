import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 250;
const giveUpAfterMs = 15 * 60_000;
/** The file is empty for a moment between its creation and the writing of the pid. */
const unwrittenForMs = 5_000;

/**
 * Runs `install` under a lock: two npm commands started at the same time must not write into one node_modules. The lock is a
 * file with the owner's pid; the lock of a dead process is taken over.
 *
 * @param {string} root the project's folder
 * @param {() => Promise<void>} install
 */
export async function withInstallLock(root, install) {
  const path = join(root, ".cache", "install.lock");
  mkdirSync(join(root, ".cache"), { recursive: true });
  const startedAt = Date.now();
  let announced = false;
  while (!tryLock(path)) {
    const owner = readOwner(path);
    if (owner.gone) {
      rmSync(path, { force: true });
      continue;
    }
    if (!announced)
      process.stderr.write(`flight-deck: waiting for another install (process ${owner.pid ?? "?"}) ...\n`);
    announced = true;
    if (Date.now() - startedAt > giveUpAfterMs) {
      throw new Error(`another install (process ${owner.pid ?? "?"}) is still running. If it is not, delete ${path}.`);
    }
    await sleep(pollMs);
  }
  try {
    await install();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function readOwner(path) {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    if (pid > 0) return { pid, gone: !isAlive(pid) };
    return { pid: undefined, gone: Date.now() - statSync(path).mtimeMs > unwrittenForMs };
  } catch (error) {
    if (error.code === "ENOENT") return { pid: undefined, gone: true };
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
