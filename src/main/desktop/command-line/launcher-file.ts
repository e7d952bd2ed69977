import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isSystemError } from "../../../shared/errors.ts";
import { moveFile } from "../../files/move-file.ts";
import { launcherMark } from "./launcher-text.ts";

/** More than a launcher has. */
const mostBytes = 10_000;

/** What is where a launcher would be. In doubt it is not ours. */
export function whatIsAt(file: string): "nothing" | "ours" | "other" {
  try {
    const found = lstatSync(file);
    if (!found.isFile() || found.size > mostBytes) return "other";
    return readFileSync(file, "utf8").includes(launcherMark) ? "ours" : "other";
  } catch (error) {
    return isSystemError(error, "ENOENT") ? "nothing" : "other";
  }
}

/**
 * Writes a launcher, also in place of an earlier one.
 * @returns false if there is another file, which stays
 * @throws as `node:fs`
 */
export function writeLauncher(file: string, text: string): boolean {
  if (whatIsAt(file) === "other") return false;
  mkdirSync(dirname(file), { recursive: true });
  if (whatIsAt(file) === "nothing") {
    writeFileSync(file, text, { flag: "wx" });
    chmodSync(file, 0o755);
    return true;
  }
  const next = `${file}.${process.pid}.new`;
  try {
    writeFileSync(next, text, { flag: "wx" });
    chmodSync(next, 0o755);
    moveFile(next, file);
  } finally {
    rmSync(next, { force: true });
  }
  return true;
}

/** Removes a launcher. @returns false if there is none, or another file, which stays */
export function removeLauncher(file: string): boolean {
  if (whatIsAt(file) !== "ours") return false;
  rmSync(file);
  return true;
}
