import { dataVersion } from "./database/data-version.ts";
import { markInterruptedRuns } from "./database/interrupted-runs.ts";
import type { Database } from "./database/open-database.ts";
import { tryLockGateway } from "./provisioning/model/run-lock.ts";
import type { ChangeFeed } from "./runs/change-feed.ts";

type Watched = { database: Database; dataDir: string; changes: ChangeFeed };

/**
 * Notices when another process, such as the command line, writes to the database or dies during a run, and makes windows
 * reload.
 * @returns stops watching
 */
export function watchOtherProcesses({ database, dataDir, changes }: Watched, lookEveryMs = 2_000): () => void {
  let seen = dataVersion(database);
  const look = () => {
    const interrupted = markInterruptedRuns(database, (gatewayId) => tryLockGateway(dataDir, gatewayId));
    const version = dataVersion(database);
    if (version === seen && interrupted === 0) return;
    seen = version;
    changes.emit("organizations", "gateways", "boards", "agents", "runs", "settings", "mirror");
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
