import { FlightDeckError } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import { readGivenFile, UnreadableFileError } from "../files/read-given-file.ts";
import { absolutePath, type Cli } from "./cli-context.ts";

export type NamedFile = {
  /** What the file should be: "fleet file", "plan". */
  what: string;
  maxSizeBytes: number;
  hint: Hint;
};

/**
 * Reads a file named on the command line; it may be a link, or a shell input such as /dev/stdin.
 * @throws FlightDeckError bad-input naming the file and why it was not read
 */
export async function readNamedFile(
  cli: Cli,
  file: string,
  { what, maxSizeBytes, hint }: NamedFile,
): Promise<{ path: string; text: string }> {
  const path = absolutePath(cli, file);
  try {
    return { path, text: await readGivenFile(path, { maxSizeBytes }) };
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new FlightDeckError("bad-input", `The ${what} ${path} ${error.message}.`, hint);
  }
}
