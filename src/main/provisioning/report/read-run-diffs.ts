import type { Database } from "../../database/open-database.ts";
import { readRun } from "../../database/read-runs.ts";
import { readReplacedContents } from "../../database/replaced-contents.ts";
import type { RunDrift } from "../../database/runs.ts";
import type { Vault } from "../../vault/vault.ts";
import { removedDiff } from "./file-diff.ts";

/**
 * The diffs of files that a run found edited or created on the gateway. For a file that Flight Deck had never written before,
 * the whole content: otherwise a first sync of a fleet would keep each of its files twice.
 * @param openVault called only when a content has to be read.
 * @throws FlightDeckError not-found, or vault-key when a content was sealed under another key
 */
export function readRunDiffs(database: Database, runId: string, openVault: () => Vault): RunDrift[] {
  const found = readReplacedContents(database, runId, openVault).map(({ agentId, fileName, maskedText }) => ({
    agentId,
    fileName,
    diff: removedDiff(fileName, maskedText),
  }));
  return [...readRun(database, runId).drift, ...found];
}
