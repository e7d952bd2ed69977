import { dataVersion } from "./database/data-version.ts";
import type { Database } from "./database/open-database.ts";
import type { ChangeFeed } from "./runs/change-feed.ts";

const lookEveryMs = 2_000;

/**
 * Notices what another process, such as the command line, writes to the database, and has everything asked again.
 *
 * @returns stops looking
 */
export function watchOtherProcesses(database: Database, changes: ChangeFeed): () => void {
  let seen = dataVersion(database);
  const timer = setInterval(() => {
    const version = dataVersion(database);
    if (version === seen) return;
    seen = version;
    changes.emit("gateways", "boards", "agents", "runs", "settings");
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
