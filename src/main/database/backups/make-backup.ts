import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Backup, BackupReason } from "../../../shared/backups.ts";
import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import { spellSize } from "../../../shared/spell-size.ts";
import { moveFile } from "../../files/move-file.ts";
import { closeToOthers, ensurePrivateDir, syncFolder } from "../../vault/private-files.ts";
import { copyDatabase } from "../copy-database.ts";
import { copyInThread } from "../copy-in-thread.ts";
import type { Database } from "../database.ts";
import { databaseSizeBytes, freeSpaceBytes } from "../disk-space.ts";
import { lockFile } from "../hold-file.ts";
import { backupFileOf, backupsFolderOf, listBackups, nextName } from "./backup-files.ts";
import { readBackupsKept } from "./backups-kept.ts";
import { chooseForRoom, chooseObsolete } from "./choose-backups.ts";

export type BackupRequest = {
  dataDir: string;
  reason: BackupReason;
  now?: Date;
  /** A backup that is not deleted to make room. */
  spare?: Backup;
  /** For tests: the free space of the disk. */
  freeBytes?: number;
};

/**
 * Copies the database into the folder of backups, completely or not at all, and deletes those that it makes obsolete. The copy is made
 * in a thread of its own.
 * @param signal gives it up; the database and the other backups are then as they were
 * @throws FlightDeckError backup-failed, database-missing; the reason of `signal`
 */
export async function makeBackup(
  db: Pick<Database, "sqlite">,
  request: BackupRequest,
  signal?: AbortSignal,
): Promise<Backup> {
  const letGo = lockBackups(request.dataDir, 0);
  try {
    const planned = makeRoom(db, request);
    const draft = draftPath(planned.dataDir, planned.name);
    try {
      await copyInThread(db, draft, signal);
      putIntoPlace(planned);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
    return tidyUp(planned);
  } finally {
    letGo();
  }
}

/** Does something while the folder of backups is held. @throws as `lockBackups`, and what `work` throws */
export function holdBackups<Result>(dataDir: string, waitMs: number, work: () => Result): Result {
  const letGo = lockBackups(dataDir, waitMs);
  try {
    return work();
  } finally {
    letGo();
  }
}

/**
 * Holds the folder of backups against other processes. What a process that died has left there is removed first.
 * @param waitMs how long to wait for another process
 * @returns lets it go
 * @throws FlightDeckError backup-failed
 */
export function lockBackups(dataDir: string, waitMs: number): () => void {
  const folder = backupsFolderOf(dataDir);
  return explained(`The folder ${folder} cannot be used`, () => {
    ensurePrivateDir(folder);
    closeToOthers(folder, 0o700);
    const letGo = lock(folder, waitMs);
    try {
      for (const name of readdirSync(folder)) {
        if (name.startsWith(draftStart)) rmSync(join(folder, name), { force: true });
      }
      return letGo;
    } catch (error) {
      letGo();
      throw error;
    }
  });
}

/** What a backup would do. */
export type BackupPlan = {
  name: string;
  sizeBytes: number;
  freeBytes: number;
  /** The backups that would be deleted: to make room for it, and those that it makes obsolete. */
  forRoom: Backup[];
  obsolete: Backup[];
};

/**
 * Plans a backup. Reads only.
 * @throws FlightDeckError backup-failed if there is no room for it
 */
export function planBackup(db: Pick<Database, "sqlite">, request: BackupRequest): BackupPlan {
  const { dataDir, reason, spare, now = new Date() } = request;
  const backups = listBackups(dataDir);
  const others = backups.filter(({ name }) => name !== spare?.name);
  const sizeBytes = explained("The database cannot be copied", () => databaseSizeBytes(db));
  const readFree = () => explained(`The free space of ${dataDir} cannot be read`, () => freeSpaceBytes(dataDir));
  const freeBytes = request.freeBytes ?? readFree();
  // Leaves room for the database to grow to twice its size, as an update may need.
  const neededBytes = 2 * sizeBytes + reserveBytes;
  const forRoom = chooseForRoom(others, neededBytes - freeBytes);
  if (!forRoom) {
    throw failed(
      `The disk of ${dataDir} has ${spellSize(freeBytes)} free; a backup needs ${spellSize(neededBytes)}, which leaves room for the database to grow.`,
    );
  }
  const name = nextName(backups, reason, now);
  const planned = { name, reason, sizeBytes, madeAt: now.toISOString() };
  const obsolete = chooseObsolete([planned, ...others.filter((one) => !forRoom.includes(one))], readBackupsKept(db));
  return { name, sizeBytes, freeBytes, forRoom, obsolete };
}

const reserveBytes = 16 * 1024 * 1024;

/**
 * As `makeBackup`, while the folder is held, and without a pause in which something else could write: for the copy before a migration
 * or a restore.
 */
export function copyIntoBackups(db: Pick<Database, "sqlite">, request: BackupRequest): Backup {
  const planned = makeRoom(db, request);
  const draft = draftPath(planned.dataDir, planned.name);
  try {
    copyDatabase(db, draft);
    putIntoPlace(planned);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return tidyUp(planned);
}

type Planned = BackupPlan & { dataDir: string };

function makeRoom(db: Pick<Database, "sqlite">, request: BackupRequest): Planned {
  const planned = { ...planBackup(db, request), dataDir: request.dataDir };
  deleteBackups(request.dataDir, planned.forRoom);
  return planned;
}

function putIntoPlace({ dataDir, name }: Planned): void {
  const path = backupFileOf(dataDir, { name });
  explained("The backup cannot be put into its place", () => moveFile(draftPath(dataDir, name), path));
}

function tidyUp({ dataDir, name, obsolete }: Planned): Backup {
  syncFolder(backupsFolderOf(dataDir));
  deleteBackups(dataDir, obsolete);
  const made = listBackups(dataDir).find((backup) => backup.name === name);
  if (made) return made;
  throw failed(`The backup ${backupFileOf(dataDir, { name })} is gone: another program deleted it.`);
}

const draftStart = "draft-";

/** A file in the folder of backups that is removed if this process dies. */
export function draftPath(dataDir: string, name: string): string {
  return join(backupsFolderOf(dataDir), `${draftStart}${name}.db`);
}

/** One that cannot be deleted now is tried again with the next backup. */
function deleteBackups(dataDir: string, backups: Backup[]): void {
  for (const backup of backups) {
    try {
      rmSync(backupFileOf(dataDir, backup), { force: true });
    } catch {}
  }
}

function lock(folder: string, waitMs: number): () => void {
  const startedAtMs = performance.now();
  while (true) {
    const held = lockFile(join(folder, "making"));
    if ("letGo" in held) return held.letGo;
    if (performance.now() - startedAtMs >= waitMs) {
      const who = held.holder === process.pid ? "Flight Deck" : `Another process (${held.holder ?? "unknown"})`;
      throw failed(`${who} is working with the backups in ${folder}.`, "again");
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

function explained<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof FlightDeckError) throw error;
    throw failed(`${what}: ${messageOf(error)}.`, "room", error);
  }
}

function failed(message: string, hint: "room" | "again" = "room", cause?: unknown): FlightDeckError {
  return new FlightDeckError("backup-failed", message, hintsOf("backup-failed")[hint], { cause });
}
