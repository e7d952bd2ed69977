import { sealedStartChars } from "../vault/vault.ts";
import { readDataKeyId, replaceDataKeyId } from "./data-key-id.ts";
import type { Database } from "./database.ts";
import { durably } from "./durably.ts";
import { setPulling } from "./mirror/mirror-rows.ts";
import { deleteMirrorSource } from "./mirror/mirror-source.ts";
import { type SealedTable, sealedColumnOf } from "./sealed-values.ts";

/** The secrets in the database that a key does not open, by what they belong to. */
export type LostSecrets = {
  /** Gateways whose token or password is lost. */
  gatewayTokens: string[];
  /** Gateways whose pairing token is lost. */
  pairings: string[];
  /** Agents on their way to another workspace, whose copied files are lost. */
  moves: { agent: string; from: string; to: string }[];
  /** The address of Mission Control's database, with the changes and conflicts that wait for it; null if it is not lost. */
  missionControl: { unwrittenChanges: number; conflicts: number } | null;
  /** Kept contents of files that runs have replaced. */
  keptFiles: number;
  /** Browsers that have to be let in again. */
  browserSessions: number;
  /** Where notifications go: the webhooks whose address is lost. */
  webhooks: string[];
  /** Whether the address of the proxy is lost. */
  proxy: boolean;
};

/** Reads what is lost with every key but the one with this id. */
export function readLostSecrets(db: Database, keyId: string): LostSecrets {
  const { sqlite } = db;
  const pluck = <T>(sql: string): T[] => sqlite.prepare<[], T>(sql).pluck().all();
  const lost = (table: SealedTable) => isForeign(table, keyId);
  const nameOfGateway = "(SELECT name FROM gateways WHERE id = gateway_id)";
  return {
    gatewayTokens: [
      ...pluck<string>(`SELECT name FROM gateways WHERE ${lost("gateways")} ORDER BY created_at, id`),
      ...pluck<string>(
        `SELECT bin.name || ' (in the bin)' FROM bin_secrets JOIN bin ON bin.id = bin_id
         WHERE kind = 'gateway' AND bin_secrets.id LIKE '% gateways %' AND ${lost("bin_secrets")} ORDER BY deleted_at`,
      ),
    ],
    pairings: pluck(
      `SELECT coalesce(${nameOfGateway}, gateway_id) AS name FROM gateway_device_tokens WHERE ${lost("gateway_device_tokens")} ORDER BY name`,
    ),
    moves: sqlite
      .prepare<[], LostSecrets["moves"][number]>(
        `SELECT coalesce((SELECT name FROM agents WHERE id = agent_id), agent_id) AS agent, from_path AS "from", to_path AS "to"
         FROM workspace_moves WHERE ${lost("workspace_moves")} ORDER BY agent`,
      )
      .all(),
    missionControl:
      pluck(`SELECT 1 FROM mirror_source WHERE ${lost("mirror_source")}`).length === 0
        ? null
        : {
            unwrittenChanges: pluck<number>("SELECT count(*) FROM mirror_changes")[0] ?? 0,
            conflicts: pluck<number>("SELECT count(*) FROM mirror_conflicts")[0] ?? 0,
          },
    keptFiles: pluck<number>(`SELECT count(*) FROM contents WHERE ${lost("contents")}`)[0] ?? 0,
    browserSessions: pluck<number>(`SELECT count(*) FROM browser_sessions WHERE ${lost("browser_sessions")}`)[0] ?? 0,
    webhooks: pluck(`SELECT name FROM notification_sinks WHERE ${lost("notification_sinks")} ORDER BY created_at, id`),
    proxy: pluck(`SELECT 1 FROM network_proxy WHERE ${lost("network_proxy")}`).length > 0,
  };
}

/**
 * Removes every value that is sealed under another key than the one with this id, which the database names from then on. The
 * records stay. One transaction, which is on disk when this returns.
 */
export function forgetLostSecrets(db: Database, keyId: string): void {
  const { sqlite } = db;
  const lost = (table: SealedTable) => isForeign(table, keyId);
  durably(db, () => {
    const isSourceLost =
      sqlite.prepare(`SELECT 1 FROM mirror_source WHERE ${lost("mirror_source")}`).get() !== undefined;
    if (isSourceLost) deleteMirrorSource(db);
    // A token that is lost here stays in Mission Control, and comes back with the next pull.
    setPulling(db, true);
    sqlite.exec(`
      UPDATE mirror_rows SET base = json_remove(base, '$.token'), version = ''
      WHERE table_name = 'gateways' AND row_id IN (SELECT id FROM gateways WHERE ${lost("gateways")});
      UPDATE gateways SET token = NULL WHERE ${lost("gateways")};
      UPDATE mirror_conflicts SET sealed_secret = NULL WHERE ${lost("mirror_conflicts")};
      DELETE FROM gateway_device_tokens WHERE ${lost("gateway_device_tokens")};
      DELETE FROM workspace_moves WHERE ${lost("workspace_moves")};
      DELETE FROM browser_sessions WHERE ${lost("browser_sessions")};
      UPDATE notification_sinks SET sealed_url = '', host = '' WHERE ${lost("notification_sinks")};
      DELETE FROM network_proxy WHERE ${lost("network_proxy")};
      DELETE FROM bin_secrets WHERE ${lost("bin_secrets")};
      UPDATE contents SET sealed = x'' WHERE ${lost("contents")};
    `);
    setPulling(db, false);
    if (readDataKeyId(db) === keyId) return;
    sqlite.exec("UPDATE agent_token_state SET verified_fingerprint = NULL");
    replaceDataKeyId(db, keyId);
  });
}

/** The condition for rows with a value that is sealed under another key. */
function isForeign(table: SealedTable, keyId: string): string {
  const { column } = sealedColumnOf(table);
  return `length(${column}) > 0 AND CAST(substr(${column}, 1, ${sealedStartChars}) AS TEXT) <> 'fd1.${keyId}.'`;
}
