import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { nowTimestamp } from "../../shared/records.ts";
import type { Database } from "./database.ts";
import { eq } from "./drizzle.ts";
import { prepareOnce } from "./prepare-once.ts";
import { settings } from "./schema/local-tables.ts";
import { readSetting, saveSetting } from "./settings.ts";

const setting = "data-key.id";

/** The start of the settings that tell when a key was replaced; its id follows. */
export const replacedKeyStart = "data-key.replaced.";

/** The id of the data key that the secrets of this database are sealed under; null if none was noted yet. */
export function readDataKeyId(db: Database): string | null {
  return readSetting(db, setting) ?? null;
}

/** Notes the key of a database that has none yet. @returns the one that is noted now: another process may have been first */
export function noteDataKeyId(db: Database, keyId: string): string {
  db.orm.insert(settings).values({ key: setting, value: keyId }).onConflictDoNothing().run();
  return readDataKeyId(db) ?? keyId;
}

/** Replaces the noted key, in the transaction that leaves no value under the old one. Nothing under the old one is stored again. */
export function replaceDataKeyId(db: Database, keyId: string): void {
  const old = readDataKeyId(db);
  if (old !== null) saveSetting(db, replacedKeySetting(old), nowTimestamp());
  // It may have been replaced earlier.
  db.orm
    .delete(settings)
    .where(eq(settings.key, replacedKeySetting(keyId)))
    .run();
  saveSetting(db, setting, keyId);
}

function replacedKeySetting(keyId: string): string {
  return `${replacedKeyStart}${keyId}`;
}

/**
 * Makes sure that a value may be sealed under this key: it may have been replaced since the vault was opened.
 * @throws FlightDeckError vault-key
 */
export function requireDataKey(db: Database, keyId: string): void {
  const noted = prepareOnce<{ key: string }, { value: string }>(db, "SELECT value FROM settings WHERE key = :key");
  const present = noted.get({ key: setting })?.value ?? keyId;
  if (present === keyId) return;
  throw new FlightDeckError(
    "vault-key",
    `The data folder got another data key, ${present}, after this process opened it under ${keyId}. Nothing was stored.`,
    hintsOf("vault-key").startAgain,
  );
}
