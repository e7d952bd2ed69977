import { z } from "zod";
import type { UpdateFeed } from "../../shared/updates.ts";
import type { Database } from "./database.ts";
import { eq } from "./drizzle.ts";
import { settings } from "./schema/local-tables.ts";
import { readSetting, saveSetting } from "./settings.ts";

const key = "update-feed";
const feedSchema = z.object({ address: z.string(), channel: z.string() });

/**
 * Where new versions of Flight Deck are announced; null while updates are off. Kept by itself, so that no fleet file and no saved
 * settings of somebody else can set it.
 */
export function readUpdateFeed(db: Database): UpdateFeed | null {
  const text = readSetting(db, key);
  return text === undefined ? null : feedSchema.parse(JSON.parse(text));
}

export function saveUpdateFeed(db: Database, feed: UpdateFeed | null): void {
  if (feed === null) db.orm.delete(settings).where(eq(settings.key, key)).run();
  else saveSetting(db, key, JSON.stringify(feed));
}
