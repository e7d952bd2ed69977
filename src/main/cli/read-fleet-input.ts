import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { FlightDeckError, hintsOf, isSystemError, messageOf } from "../../shared/errors.ts";
import { isFleetPath } from "../database/fleet/fleet-files.ts";
import { FleetFolder } from "../database/fleet/parse-fleet.ts";
import { readGivenFile, UnreadableFileError } from "../files/read-given-file.ts";
import { absolutePath, type Cli } from "./cli-context.ts";
import { readNamedFile } from "./read-named-file.ts";

/** The same limit as the import in the window. */
const maxFleetBytes = 200_000_000;

export type FleetInput = {
  path: string;
  /** The text of the file, or the files of the folder. */
  fleet: string | FleetFolder;
  /** JSON files in the folder that are not part of it. */
  ignored: string[];
};

/**
 * Reads a fleet file or a fleet folder that is named on the command line.
 * @throws FlightDeckError bad-input
 */
export async function readFleetInput(cli: Cli, named: string): Promise<FleetInput> {
  const path = absolutePath(cli, named);
  if (existsSync(path) && statSync(path).isDirectory()) return readFolder(path);
  const { text } = await readNamedFile(cli, named, {
    what: "fleet file",
    maxSizeBytes: maxFleetBytes,
    hint: hintsOf("bad-input").fleetPath,
  });
  return { path, fleet: text, ignored: [] };
}

async function readFolder(folder: string): Promise<FleetInput> {
  const found = [...jsonFilesIn(folder, ""), ...jsonFilesIn(folder, "boards")];
  const paths = found.filter(isFleetPath);
  if (paths.length === 0) {
    throw new FlightDeckError("bad-input", `${folder} has no files of a fleet.`, hintsOf("bad-input").fleetFolder);
  }
  const files = [];
  for (const path of paths) files.push({ path, text: await readOne(join(folder, path)) });
  return { path: folder, fleet: new FleetFolder(files), ignored: found.filter((path) => !isFleetPath(path)) };
}

function jsonFilesIn(folder: string, below: string): string[] {
  return namesIn(join(folder, below))
    .filter((name) => /\.json$/i.test(name))
    .toSorted()
    .map((name) => (below === "" ? name : `${below}/${name}`));
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder);
  } catch (error) {
    const reason = isSystemError(error, "ENOTDIR") ? "is not a folder" : `cannot be read: ${messageOf(error)}`;
    throw new FlightDeckError("bad-input", `${folder} ${reason}.`, hintsOf("bad-input").fleetFolder);
  }
}

async function readOne(path: string): Promise<string> {
  try {
    return await readGivenFile(path, { maxSizeBytes: maxFleetBytes, plainOnly: true });
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new FlightDeckError("bad-input", `The fleet file ${path} ${error.message}.`, hintsOf("bad-input").fleetPath);
  }
}
