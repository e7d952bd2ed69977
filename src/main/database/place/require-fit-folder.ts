import { existsSync, mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { isFolderOpen, type ProtectFolderOptions, protectFolder } from "../../vault/windows/protect-folder.ts";
import { findUnsafePlace, type PlaceFacts, type UnsafePlace } from "./find-unsafe-place.ts";
import { readPlaceFacts, realPathOf } from "./place-facts.ts";
import { type DiskLack, probeDisk } from "./probe-disk.ts";

export type FitFolderOptions = {
  /** Read for FLIGHTDECK_KEY: with it, the disk need not keep modes. */
  env: { FLIGHTDECK_KEY?: string | undefined };
  /** For tests. */
  facts?: PlaceFacts;
  realPath?: (path: string) => string;
  probe?: typeof probeDisk;
  windows?: Partial<ProtectFolderOptions>;
};

/**
 * Makes a new data folder, where the database and the key are safe: on a disk of this computer, with all that we need of it, and for this
 * user alone. A folder that is in use already is left as it is: `folderProblemOf` says what is wrong with its place.
 * @throws FlightDeckError data-folder-unfit; nothing is left in the folder then
 */
export function requireFitFolder(dataDir: string, options: FitFolderOptions): void {
  if (isUsed(dataDir)) return;
  const { facts = readPlaceFacts(), realPath = realPathOf, probe = probeDisk } = options;
  const place = findUnsafePlace(realPath(dataDir), facts);
  if (place) throw unfit(`The data folder ${dataDir} ${placeText(place)}.`, "otherDisk");
  const firstMade = tryMake(dataDir);
  try {
    const lack = probe(dataDir, facts.platform);
    if (lack && !(lack.kind === "modes" && options.env.FLIGHTDECK_KEY !== undefined)) throw lacking(dataDir, lack);
    if (facts.platform === "win32" && existsSync(dataDir)) {
      protectFolder(dataDir, { env: facts.env, isNew: firstMade !== undefined, ...options.windows });
    }
  } catch (error) {
    removeMade(dataDir, firstMade);
    throw error;
  }
}

/**
 * What an operator should know about the place of a data folder that is in use; null if nothing. It still opens: there may be no other
 * copy of what is in it.
 */
export function folderProblemOf(dataDir: string, options: Omit<FitFolderOptions, "env" | "probe"> = {}): string | null {
  const { facts = readPlaceFacts(), realPath = realPathOf, windows } = options;
  const place = findUnsafePlace(realPath(dataDir), facts);
  if (place) {
    return `The data folder ${placeText(place)}. Close Flight Deck, copy the folder to a disk of this computer, and start with --data-dir and the copy.`;
  }
  if (facts.platform !== "win32" || isFolderOpen(dataDir, { env: facts.env, ...windows }) === false) return null;
  return "The data folder is outside of your user profile, and other users of this computer may read it. Close Flight Deck, move the folder into your profile, start with --data-dir and its new path, and make a new data key with key rotate.";
}

/** Whether a folder has what a data folder has. */
function isUsed(dataDir: string): boolean {
  const database = statSync(join(dataDir, "flight-deck.db"), { throwIfNoEntry: false });
  return (
    (database?.size ?? 0) > 0 || ["data.key", "device.json", "backups"].some((name) => existsSync(join(dataDir, name)))
  );
}

/** @returns the first folder that was made for it, if any. Whoever writes first reports better why it cannot be made. */
function tryMake(dataDir: string): string | undefined {
  try {
    return mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch {
    return undefined;
  }
}

function removeMade(dataDir: string, firstMade: string | undefined): void {
  if (firstMade === undefined) return;
  try {
    for (let folder = dataDir; folder.length >= firstMade.length; folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // Another program has put something into it.
  }
}

function placeText({ kind, name }: UnsafePlace): string {
  if (kind === "network") {
    return `is on a network drive (${name}): a database there is damaged when two computers use it or the connection is lost`;
  }
  if (kind === "windows-drive") {
    return `is on a drive of Windows (${name}), where Linux does not lock a database against other programs`;
  }
  return `is synchronized by ${name}, which copies the database while it is written, and the data key with it`;
}

function lacking(dataDir: string, { kind, why }: DiskLack): FlightDeckError {
  if (kind === "modes") {
    const what = `The disk of the data folder ${dataDir} does not support file permissions (${why}), so every user of this computer could read the data key.`;
    return unfit(what, "keyElsewhere");
  }
  const what = {
    links: `does not support hard links; exFAT and FAT do not (${why}). Without them, a key or a backup could be left half written.`,
    "shared-database": `cannot hold a database that several programs use (${why}).`,
  }[kind];
  return unfit(`The disk of the data folder ${dataDir} ${what}`, "otherDisk");
}

function unfit(what: string, situation: "otherDisk" | "keyElsewhere"): FlightDeckError {
  return new FlightDeckError("data-folder-unfit", what, hintsOf("data-folder-unfit")[situation]);
}
