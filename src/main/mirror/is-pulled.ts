import { readLastPulls } from "../database/mirror/mirror-rows.ts";
import { readMirrorSetAt } from "../database/mirror/mirror-source.ts";
import type { Database } from "../database/open-database.ts";

/** Whether the source has been pulled since it was set: another database may be at its address now. */
export function isPulled(database: Database): boolean {
  const { good } = readLastPulls(database);
  return good !== undefined && good.startedAt >= (readMirrorSetAt(database) ?? "");
}
