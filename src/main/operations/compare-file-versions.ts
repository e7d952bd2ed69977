import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { FileComparison, FileSide } from "../../shared/file-history.ts";
import { readContent } from "../database/contents.ts";
import { listFileVersions } from "../database/file-versions.ts";
import type { Database } from "../database/open-database.ts";
import { fileDiff } from "../provisioning/report/file-diff.ts";
import type { Vault } from "../vault/vault.ts";
import { hideTokens } from "./hide-tokens.ts";
import type { FileOfAgent } from "./list-file-versions.ts";

type ReadingVersions = { database: Database; vault: Vault };

/** Reads what the file has on its gateway now; null if there is no such file. */
export type ReadNow = () => Promise<string | null>;

/**
 * The text of a version, without tokens; null if it was lost with its key.
 * @throws FlightDeckError not-found; vault-key
 */
export function readFileVersion(
  { database, vault }: ReadingVersions,
  { agentId, fileName }: FileOfAgent,
  id: number,
): string | null {
  const version = listFileVersions(database, agentId, fileName).find((each) => each.id === id);
  if (!version) {
    throw new FlightDeckError(
      "not-found",
      `${fileName} has no version ${id}. It may have been deleted since, as an old one.`,
      hintsOf("not-found").fileVersion,
    );
  }
  const text = readContent(database, vault, version.contentSha256);
  return text === undefined ? null : hideTokens(text);
}

/**
 * What differs from one version of a file to another, or to what the gateway has now. Reads only.
 * @throws FlightDeckError not-found; vault-key; and as `readNow`
 */
export async function compareFileVersions(
  services: ReadingVersions,
  file: FileOfAgent,
  { from, to, readNow }: { from: FileSide; to: FileSide; readNow: ReadNow },
): Promise<FileComparison> {
  const textOf = async (side: FileSide) => {
    if (side !== "now")
      return { text: readFileVersion(services, file, side), why: `Version ${side} was lost with its key.` };
    const text = await readNow();
    return { text: text === null ? null : hideTokens(text), why: `The gateway shows no ${file.fileName} now.` };
  };
  const [before, after] = [await textOf(from), await textOf(to)];
  const problem = before.text === null ? before.why : after.text === null ? after.why : null;
  if (before.text === null || after.text === null || before.text === after.text) return { from, to, diff: "", problem };
  return { from, to, diff: fileDiff(file.fileName, before.text, after.text), problem };
}
