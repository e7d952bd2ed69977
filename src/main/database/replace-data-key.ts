import type { Vault } from "../vault/vault.ts";
import { replaceDataKeyId } from "./data-key-id.ts";
import type { Database } from "./database.ts";
import { durably } from "./durably.ts";
import { setPulling } from "./mirror/mirror-rows.ts";
import { type PrintMap, replaceSecretPrints } from "./mirror/replace-secret-prints.ts";
import { type Resealed, resealValues } from "./reseal-values.ts";

export type KeyReplacement = {
  from: Vault;
  to: Vault;
  /** What becomes of the fingerprints of gateways' tokens; called before anything is changed. */
  printsOf(): PrintMap;
};

/**
 * Seals everything in the database under another key, which the database names from then on. One transaction, which is on disk
 * when this returns.
 */
export function replaceDataKey(db: Database, { from, to, printsOf }: KeyReplacement): Resealed {
  const { sqlite } = db;
  return durably(db, () => {
    const printFor = printsOf();
    // First, because the triggers then let values under the new key in, also if it was replaced earlier.
    replaceDataKeyId(db, to.keyId);
    // Nothing changes for Mission Control.
    setPulling(db, true);
    const result = keepingTokenAddresses(db, () => resealValues(db, from, to));
    replaceSecretPrints(db, printFor);
    setPulling(db, false);
    // Tokens are hashed once more at the next sync.
    sqlite.exec("UPDATE agent_token_state SET verified_fingerprint = NULL");
    return result;
  });
}

/** A trigger binds a token that is written to its gateway's present address; these tokens stay bound to the one they have. */
function keepingTokenAddresses<Result>({ sqlite }: Database, work: () => Result): Result {
  const addresses = sqlite
    .prepare<[], { gatewayId: string; url: string }>("SELECT gateway_id AS gatewayId, url FROM gateway_token_addresses")
    .all();
  const result = work();
  sqlite.exec("DELETE FROM gateway_token_addresses");
  const put = sqlite.prepare("INSERT INTO gateway_token_addresses (gateway_id, url) VALUES (:gatewayId, :url)");
  for (const address of addresses) put.run(address);
  return result;
}

/**
 * Removes what the old key opens from the file: replaced values stay in pages that are free, and in the log.
 * @returns whether it could: the disk may be full, or another process may be reading
 */
export function wipeReplacedValues({ sqlite }: Database): boolean {
  try {
    sqlite.exec("VACUUM");
    const [checkpoint] = sqlite.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
    return checkpoint?.busy === 0;
  } catch {
    return false;
  }
}
