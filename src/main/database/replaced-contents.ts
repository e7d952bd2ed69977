import type { Vault } from "../vault/vault.ts";
import { readContent } from "./contents.ts";
import type { Database } from "./open-database.ts";

export type ReplacedContent = { agentId: string; fileName: string; maskedText: string };

type Row = Omit<ReplacedContent, "maskedText"> & { contentSha256: string };

/** The rows of `readReplacedContents`, of one run. */
export const replacedContentsSql = `
  FROM file_writes AS w JOIN file_versions AS v ON v.id = w.replaced_version_id
    JOIN contents AS c ON c.id = v.content_id
  WHERE w.run_id = ? AND w.state <> 'not-written' AND v.source = 'found' AND v.run_id = w.run_id AND NOT EXISTS (
    SELECT 1 FROM run_drift AS d
    WHERE d.run_id = w.run_id AND d.agent_id = w.agent_id AND d.file_name = w.file_name
  )`;

/**
 * The content a run found in files that Flight Deck had never written, and replaced or may have replaced. Leaves out content
 * that the run keeps a diff of, and agents that it had just added.
 * @param openVault called only if there is any such content.
 * @throws FlightDeckError `vault-key` when a content was sealed under another key.
 */
export function readReplacedContents(db: Database, runId: string, openVault: () => Vault): ReplacedContent[] {
  const rows = db.sqlite
    .prepare<[string], Row>(`
      SELECT w.agent_id AS agentId, w.file_name AS fileName, c.sha256 AS contentSha256
      ${replacedContentsSql}
      ORDER BY w.agent_id, w.file_name
    `)
    .all(runId);
  if (rows.length === 0) return [];
  const vault = openVault();
  return rows.flatMap(({ agentId, fileName, contentSha256 }) => {
    const maskedText = readContent(db, vault, contentSha256);
    return maskedText === undefined ? [] : [{ agentId, fileName, maskedText }];
  });
}
