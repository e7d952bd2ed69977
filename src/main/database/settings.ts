import type { Database } from "./database.ts";
import { eq } from "./drizzle.ts";
import { settings } from "./schema/local-tables.ts";

export function readSetting(db: Database, key: string): string | undefined {
  return db.orm.select().from(settings).where(eq(settings.key, key)).get()?.value;
}

/** Settings are not encrypted: secrets belong in the vault. */
export function saveSetting(db: Database, key: string, value: string): void {
  db.orm.insert(settings).values({ key, value }).onConflictDoUpdate({ target: settings.key, set: { value } }).run();
}
