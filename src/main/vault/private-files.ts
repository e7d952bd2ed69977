import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { isSystemError } from "../../shared/errors.ts";
import { moveFile } from "../files/move-file.ts";

/**
 * Makes sure that a folder for private files exists. A new folder is readable by its owner only; an existing one keeps its
 * mode, because the operator may use it for other things.
 */
export function ensurePrivateDir(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
}

/**
 * Creates a file that only its owner may read (0600), completely or not at all, and never over an existing one: the content is
 * written to another name and linked, so that two processes at their first start agree on one file.
 * @returns whether this call created the file; false if it already existed
 */
export function createPrivateFile(path: string, content: string): boolean {
  const draft = draftOf(path);
  try {
    writeDurably(draft, content);
    linkSync(draft, path);
    syncFolder(dirname(path));
    return true;
  } catch (error) {
    if (isSystemError(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Replaces a private file (0600): readers see either the old content or the new one. */
export function replacePrivateFile(path: string, content: string): void {
  const draft = draftOf(path);
  try {
    writeDurably(draft, content);
    moveFile(draft, path);
    syncFolder(dirname(path));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Replaces the content of a private file that another one cannot take the place of, because it is mounted by itself. */
export function overwritePrivateFile(path: string, content: string): void {
  const file = openSync(path, "r+");
  try {
    ftruncateSync(file, writeSync(file, content, 0));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Gives a file or folder back to its owner alone, where the disk keeps modes. */
export function closeToOthers(path: string, mode: 0o600 | 0o700): void {
  try {
    chmodSync(path, mode);
  } catch {
    // Not every disk keeps modes; whether one may do without was decided when the folder was made.
  }
}

/** Makes the content of a file outlive a power cut. */
export function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes new names in a folder outlive a power cut. Not every system can, Windows for one. */
export function syncFolder(dir: string): void {
  try {
    const folder = openSync(dir, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The names exist anyway; they only reach the disk later.
  }
}

function draftOf(path: string): string {
  return `${path}.${process.pid}-${randomBytes(6).toString("hex")}`;
}

function writeDurably(path: string, content: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
