import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { type FleetFile, isBoardPath, isExported, sameName } from "../database/fleet/fleet-files.ts";
import { moveFile } from "../files/move-file.ts";

export type WrittenFleet = {
  /** Paths in the folder, or the file's own path. */
  written: string[];
  unchanged: number;
  /** Of boards that are gone or have another name. */
  removed: string[];
  /** Files among the boards that no export wrote. */
  foreign: string[];
};

/**
 * Writes an export to one file.
 * @throws FlightDeckError bad-input when something else is there or in the way, or the file cannot be written
 */
export function writeFleetFile(path: string, text: string): WrittenFleet {
  return writeFiles([{ path, text }], []);
}

/**
 * Writes an export to a folder. Files of former exports are replaced, and those of boards that are gone are removed; all others
 * stay.
 * @throws FlightDeckError as `writeFleetFile`; nothing is written when something else is there or in the way
 */
export function writeFleetFolder(folder: string, files: readonly FleetFile[]): WrittenFleet {
  const wanted = new Set(files.map(({ path }) => sameName(path)));
  const others = listBoardFiles(folder).filter((path) => !wanted.has(sameName(path)));
  const [former, foreign] = [true, false].map((exported) =>
    others.filter((path) => isExported(textAt(join(folder, path)) ?? "") === exported),
  );
  const written = writeFiles(
    files.map(({ path, text }) => ({ path: join(folder, path), text })),
    (former ?? []).map((path) => join(folder, path)),
  );
  const inFolder = (path: string) => path.slice(join(folder, "/").length).replaceAll("\\", "/");
  return {
    ...written,
    written: written.written.map(inFolder),
    removed: written.removed.map(inFolder),
    foreign: foreign ?? [],
  };
}

function listBoardFiles(folder: string): string[] {
  const boards = join(folder, "boards");
  requirePlace(boards, "folder");
  const names = writing(boards, () => (existsSync(boards) ? readdirSync(boards) : []));
  const paths = names.map((name) => `boards/${name}`).filter(isBoardPath);
  for (const path of paths) requirePlace(join(folder, path), "file");
  return paths;
}

/** Refuses a path that has something else than the export needs there, or is below a file. */
function requirePlace(path: string, needed: "file" | "folder"): void {
  const kind = writing(path, () => kindAt(path));
  if (kind === needed) return;
  if (kind === null) {
    if (dirname(path) !== path) requirePlace(dirname(path), "folder");
    return;
  }
  throw new FlightDeckError(
    "bad-input",
    `${path} is a ${kind}, and the export needs a ${needed} there.`,
    hintsOf("bad-input").exportTaken,
  );
}

/** Null if there is nothing. */
function kindAt(path: string): "file" | "folder" | null {
  if (!existsSync(path)) return null;
  return statSync(path).isDirectory() ? "folder" : "file";
}

function writeFiles(files: readonly FleetFile[], former: readonly string[]): WrittenFleet {
  for (const { path } of files) requirePlace(path, "file");
  const present = files.map(({ path, text }) => ({ path, text, before: textAt(path) }));
  const taken = present.find(({ before }) => before !== null && !isExported(before));
  if (taken?.before && hasConflictMarkers(taken.before)) {
    throw new FlightDeckError(
      "bad-input",
      `${taken.path} has the marks of a merge conflict of git.`,
      hintsOf("bad-input").exportConflict,
    );
  }
  if (taken) {
    throw new FlightDeckError(
      "bad-input",
      `${taken.path} exists, and no export wrote it; it may hold tokens that an export leaves out.`,
      hintsOf("bad-input").exportTaken,
    );
  }
  const changed = present.filter(({ text, before }) => text !== before);
  for (const { path, text } of changed) writing(path, () => replace(path, text));
  for (const path of former) writing(path, () => rmSync(path));
  return {
    written: changed.map(({ path }) => path),
    unchanged: files.length - changed.length,
    removed: [...former],
    foreign: [],
  };
}

function hasConflictMarkers(text: string): boolean {
  return ["<", "=", ">"].every((sign) => new RegExp(`^${sign}{7}( |\r?$)`, "m").test(text));
}

/** Null if there is no file. */
function textAt(path: string): string | null {
  return writing(path, () => (existsSync(path) ? readFileSync(path, "utf8") : null));
}

/** The file has its former content until it has all of the new one. A link stays one. */
function replace(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const target = existsSync(path) ? realpathSync(path) : path;
  const beside = join(dirname(target), `.${randomUUID()}.tmp`);
  try {
    writeFileSync(beside, text);
    moveFile(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function writing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const message = `The export could not be written to ${path}: ${messageOf(error)}`;
    throw new FlightDeckError("bad-input", message, hintsOf("bad-input").exportNotWritten);
  }
}
