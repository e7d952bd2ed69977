import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Backup, type BackupReason, backupReasons } from "../../../shared/backups.ts";
import { FlightDeckError, hintsOf, isSystemError, messageOf } from "../../../shared/errors.ts";

/** The folder with the backups of a data folder; only its owner may enter it. */
export function backupsFolderOf(dataDir: string): string {
  return join(dataDir, "backups");
}

/** The file of a backup. */
export function backupFileOf(dataDir: string, { name }: Pick<Backup, "name">): string {
  return join(backupsFolderOf(dataDir), `${name}.db`);
}

const reasons = Object.keys(backupReasons).join("|");
const fileName = new RegExp(`^(\\d{4,12})-(${reasons})-(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d)-(\\d\\d)-(\\d\\d)Z\\.db$`);

/**
 * The complete backups of a data folder, the latest first. Their numbers decide, because a clock may be set back. Other files in the
 * folder are not listed, and so are never deleted.
 */
export function listBackups(dataDir: string): Backup[] {
  return namesIn(backupsFolderOf(dataDir))
    .flatMap((file) => readName(dataDir, file) ?? [])
    .toSorted((one, other) => numberOf(other) - numberOf(one) || other.name.localeCompare(one.name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return [];
    throw new FlightDeckError(
      "backup-failed",
      `The folder ${folder} cannot be read: ${messageOf(error)}.`,
      hintsOf("backup-failed").room,
      { cause: error },
    );
  }
}

function readName(dataDir: string, file: string): Backup | null {
  const [, , reason, day, hours, minutes, seconds] = fileName.exec(file) ?? [];
  if (reason === undefined) return null;
  const madeAt = `${day}T${hours}:${minutes}:${seconds}Z`;
  if (!isTime(madeAt)) return null;
  const stat = statSync(join(backupsFolderOf(dataDir), file), { throwIfNoEntry: false });
  if (!stat?.isFile()) return null;
  return { name: file.slice(0, -".db".length), reason: reason as BackupReason, madeAt, sizeBytes: stat.size };
}

/** Whether there is such a time: `Date` takes February 31 for March 3. */
function isTime(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text.replace("Z", ".000Z");
}

function numberOf({ name }: Pick<Backup, "name">): number {
  return Number.parseInt(name, 10);
}

/** The name of the next backup. */
export function nextName(backups: readonly Backup[], reason: BackupReason, now: Date): string {
  const number = Math.max(0, ...backups.map(numberOf)) + 1;
  const time = now.toISOString().replace(/\.\d+/, "").replaceAll(":", "-");
  return `${String(number).padStart(4, "0")}-${reason}-${time}`;
}

/**
 * A backup by its name, its file or its number.
 * @throws FlightDeckError not-found
 */
export function findBackup(dataDir: string, wanted: string): Backup {
  const backups = listBackups(dataDir);
  const word = wanted.trim().replace(/\.db$/, "");
  const found = backups.filter(
    ({ name }) => name === word || (/^\d+$/.test(word) && numberOf({ name }) === Number(word)),
  );
  if (found.length === 1 && found[0]) return found[0];
  const folder = backupsFolderOf(dataDir);
  const what = found.length > 1 ? `Several backups in ${folder} have` : `No backup in ${folder} has`;
  throw new FlightDeckError("not-found", `${what} the name or number "${word}".`, hintsOf("not-found").backup);
}
