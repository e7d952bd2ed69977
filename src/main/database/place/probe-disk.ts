import { chmodSync, linkSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { codeOf } from "../../../shared/code-of.ts";
import { messageOf } from "../../../shared/errors.ts";

/** What a disk cannot do that a data folder needs. */
export type DiskLack = { kind: "links" | "modes" | "shared-database"; why: string };

/**
 * Tries on the disk of a folder what a data folder needs: second names of files, modes (not on Windows, which has none), and a database
 * that several processes use. Leaves nothing behind.
 * @returns null if it can all of it; also if nothing can be written there, which whoever writes first reports better
 */
export function probeDisk(folder: string, platform: NodeJS.Platform): DiskLack | null {
  let probes: string;
  try {
    probes = mkdtempSync(join(folder, ".probe-"));
  } catch {
    return null;
  }
  try {
    const file = join(probes, "file");
    writeFileSync(file, "", { mode: 0o600 });
    return (
      probeLink(file) ?? (platform === "win32" ? null : probeMode(file)) ?? probeDatabase(join(probes, "database"))
    );
  } catch {
    return null;
  } finally {
    rmSync(probes, { recursive: true, force: true, maxRetries: 3 });
  }
}

function probeLink(file: string): DiskLack | null {
  try {
    linkSync(file, `${file}-2`);
    return null;
  } catch (error) {
    return { kind: "links", why: codeOf(error) };
  }
}

function probeMode(file: string): DiskLack | null {
  let why = "a change of a mode is ignored";
  try {
    chmodSync(file, 0o600);
  } catch (error) {
    why = codeOf(error);
  }
  return (statSync(file).mode & 0o077) === 0 ? null : { kind: "modes", why };
}

/** With these SQLite fails where there is no room, which says nothing about what the disk can do. */
const ofFullDisk = ["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"];

function probeDatabase(path: string): DiskLack | null {
  let sqlite: BetterSqlite3.Database | null = null;
  try {
    sqlite = new BetterSqlite3(path, { timeout: 0 });
    const mode = sqlite.pragma("journal_mode = WAL", { simple: true });
    if (mode !== "wal") return { kind: "shared-database", why: `SQLite's journal stays ${String(mode)}` };
    sqlite.exec("CREATE TABLE probe (id)");
    return null;
  } catch (error) {
    return ofFullDisk.includes(codeOf(error)) ? null : { kind: "shared-database", why: messageOf(error) };
  } finally {
    sqlite?.close();
  }
}
