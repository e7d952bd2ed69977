import { dataVersion } from "./database/data-version.ts";
import { markRunsOfDeadProcesses } from "./database/interrupted-runs.ts";
import type { Database } from "./database/open-database.ts";
import type { ChangeFeed } from "./runs/change-feed.ts";

/**
 * Notices what another process, such as the command line, writes to the database, or that it died in the middle of a run, and
 * has everything asked again.
 *
 * @returns stops looking
 */
export function watchOtherProcesses(database: Database, changes: ChangeFeed, lookEveryMs = 2_000): () => void {
  let seen = dataVersion(database);
  const look = () => {
    const interrupted = markRunsOfDeadProcesses(database);
    const version = dataVersion(database);
    if (version === seen && interrupted === 0) return;
    seen = version;
    changes.emit("gateways", "boards", "agents", "runs", "settings");
  };
  const timer = setInterval(() => {
    try {
      look();
    } catch {
      // The database is busy for once, as under an import of the command line: the next look will do.
    }
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
