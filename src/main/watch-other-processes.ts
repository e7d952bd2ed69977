import { dataVersion } from "./database/data-version.ts";
import { markRunsOfDeadProcesses } from "./database/interrupted-runs.ts";
import type { Database } from "./database/open-database.ts";
import type { ChangeFeed } from "./runs/change-feed.ts";

/**
 * Notices when another process, such as the command line, writes to the database or dies during a run, and makes windows
 * reload.
 * @returns stops watching
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
      // The database is busy, such as during an import on the command line: the next look is enough.
    }
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
