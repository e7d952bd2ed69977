import type { Backup, RestoreLoss } from "../../shared/backups.ts";
import { compareDatabases } from "../database/backups/compare-databases.ts";
import type { PresentDatabase } from "../database/backups/present-database.ts";
import { readDataKeyId } from "../database/data-key-id.ts";
import type { Database } from "../database/database.ts";
import { isNothingLost, readPresentKey, readSecretsLostWithout } from "../keys/forget-secrets.ts";
import type { KeyLoss } from "../keys/key-loss.ts";
import type { FolderVaultOptions } from "../keys/open-folder-vault.ts";

/** What a restore would do. */
export type RestorePlan = {
  backup: Backup;
  /** Why the present database cannot be read, and so cannot be compared; null if it can. */
  problem: string | null;
  /** Null if the present database cannot be read. */
  loss: RestoreLoss | null;
  /** The data key that the backup is sealed under; null if it holds no secret. */
  backupKeyId: string | null;
  /** The present data key; null if there is none that can be used. */
  keyId: string | null;
  /** What the present key does not open of the backup; null if it opens everything, or if there is no key to tell. */
  lostSecrets: KeyLoss | null;
};

export type PlanInput = { backup: Backup; present: PresentDatabase; stage: Database; options: FolderVaultOptions };

/**
 * Compares a staged backup with what is there now. Changes nothing.
 * @throws FlightDeckError vault-key if FLIGHTDECK_KEY holds no key
 */
export function planRestore({ backup, present, stage, options }: PlanInput): RestorePlan {
  const key = readPresentKey(options);
  const backupKeyId = readDataKeyId(stage);
  const secrets = readSecretsLostWithout(stage, options.dataDir, key.keyId);
  const keyLoss: KeyLoss = { lostKeyId: backupKeyId, ...key, secrets };
  return {
    backup,
    problem: present.problem,
    loss: present.database ? compareDatabases(present.database.sqlite, stage.sqlite) : null,
    backupKeyId,
    keyId: key.keyId,
    lostSecrets: key.keyId === null || isNothingLost(keyLoss) ? null : keyLoss,
  };
}

/** Whether a restore leaves secrets behind that the present key does not open. */
export function losesSecrets({ lostSecrets }: RestorePlan): boolean {
  return lostSecrets !== null && !isNothingLost({ ...lostSecrets, lostKeyId: null });
}
