import type { Vault } from "../vault/vault.ts";
import type { Database } from "./database.ts";
import { settings } from "./schema/local-tables.ts";
import { readSetting } from "./settings.ts";

/**
 * Eight hex digits that tell this installation from others on the same gateway. They come from the first data key and the data
 * folder, so that a copy of the folder is another installation, and stay when the folder gets another key.
 */
export function noteInstallation(db: Database, vault: Pick<Vault, "fingerprint">, dataDir: string): string {
  const key = `installation:${dataDir}`;
  const noted = readSetting(db, key);
  if (noted !== undefined) return noted;
  const value = Buffer.from(vault.fingerprint(key), "base64url").toString("hex").slice(0, 8);
  db.orm.insert(settings).values({ key, value }).onConflictDoNothing().run();
  return readSetting(db, key) ?? value;
}
