import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, win32 } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import { isWithin } from "../is-within.ts";
import { othersIn, userIn } from "./read-access-list.ts";

/** Runs one of Windows' own programs, by its full path, without a shell. @returns what it prints @throws if it fails */
export type RunProgram = (file: string, args: string[]) => string;

export type ProtectFolderOptions = {
  env: NodeJS.ProcessEnv;
  run?: RunProgram;
  realPath?: (path: string) => string;
  /** Reads the file that icacls saves an access list in. */
  readSaved?: (path: string) => string;
};

const patienceMs = 20_000;
const system = "*S-1-5-18";
const administrators = "*S-1-5-32-544";

/**
 * Makes sure on Windows, which has no modes of files, that a data folder is for this user: what is in the user's profile is. Anywhere
 * else its access list becomes that of a profile (this user, the system, administrators), and is read back. That is of use only for a
 * folder that this start has made: the owner of any other may change its list again.
 * @throws FlightDeckError data-folder-unfit if that cannot be done
 */
export function protectFolder(dataDir: string, options: ProtectFolderOptions & { isNew: boolean }): void {
  const { realPath = (path) => realpathSync.native(path) } = options;
  if (isInProfile(realPath(dataDir), options.env, realPath)) return;
  if (!options.isNew) throw unfit(dataDir, "and it was there before, so it may belong to one of them");
  const failure = tryClose(dataDir, options);
  if (failure !== null) throw unfit(dataDir, `and this cannot be changed: ${failure}`);
  if (othersOf(dataDir, options)?.length !== 0) throw unfit(dataDir, "and this cannot be changed");
  if (readdirSync(dataDir).length > 0) throw unfit(dataDir, "and one of them wrote into it before it was closed");
}

/** Whether other users may read a data folder on Windows, outside of the user's profile; null if that cannot be found out. */
export function isFolderOpen(dataDir: string, options: ProtectFolderOptions): boolean | null {
  const { realPath = (path) => realpathSync.native(path) } = options;
  if (isInProfile(realPath(dataDir), options.env, realPath)) return false;
  const others = othersOf(dataDir, options);
  return others && others.length > 0;
}

function isInProfile(path: string, env: NodeJS.ProcessEnv, realPath: (path: string) => string): boolean {
  return [env.USERPROFILE, env.LOCALAPPDATA, env.APPDATA]
    .filter((folder) => folder !== undefined)
    .filter((folder) => folder !== "")
    .some((folder) => isWithin(path, tryTo(() => realPath(folder)) ?? folder, "win32"));
}

/** @returns null if the list cannot be read */
function othersOf(dataDir: string, options: ProtectFolderOptions): string[] | null {
  const { env, run = runProgram, readSaved = readSavedList } = options;
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-access-"));
  try {
    const user = readUser(env, run);
    const saved = join(folder, "list");
    run(programOf(env, "icacls.exe"), [dataDir, "/save", saved]);
    return user === null ? null : othersIn(readSaved(saved), user);
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns why not; null when done */
function tryClose(dataDir: string, { env, run = runProgram }: ProtectFolderOptions): string | null {
  try {
    const user = readUser(env, run);
    if (user === null) return "Windows does not name this user";
    const grants = [`*${user}`, system, administrators].map((who) => `${who}:(OI)(CI)F`);
    run(programOf(env, "icacls.exe"), [dataDir, "/inheritance:r", "/grant:r", ...grants]);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function readUser(env: NodeJS.ProcessEnv, run: RunProgram): string | null {
  return userIn(run(programOf(env, "whoami.exe"), ["/user", "/fo", "csv", "/nh"]));
}

/** By its full path: a program of that name may be in the folder that we are started in. */
function programOf(env: NodeJS.ProcessEnv, name: string): string {
  return win32.join(env.SystemRoot ?? env.windir ?? "C:\\Windows", "System32", name);
}

function runProgram(file: string, args: string[]): string {
  return execFileSync(file, args, { encoding: "utf8", timeout: patienceMs, windowsHide: true, stdio: "pipe" });
}

function readSavedList(path: string): string {
  return readFileSync(path, "utf16le");
}

function tryTo<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function unfit(dataDir: string, why: string): FlightDeckError {
  return new FlightDeckError(
    "data-folder-unfit",
    `Other users of this computer may read the data folder ${dataDir}, which is outside of your profile, ${why}.`,
    hintsOf("data-folder-unfit").inProfile,
  );
}
