import { dataVersion } from "./database/data-version.ts";
import { requireInPlace } from "./database/in-place.ts";
import { markInterruptedRuns } from "./database/interrupted-runs.ts";
import type { Database } from "./database/open-database.ts";
import { tryLockGateway } from "./provisioning/model/run-lock.ts";
import type { ChangeFeed } from "./runs/change-feed.ts";
import type { RunHub } from "./runs/run-hub.ts";

type Watched = {
  database: Database;
  dataDir: string;
  changes: ChangeFeed;
  runs: Pick<RunHub, "storeEnds">;
};

/**
 * Notices when another process, such as the command line, writes to the database or dies during a run, and makes windows
 * reload.
 * @returns stops watching
 */
export function watchOtherProcesses({ database, dataDir, changes, runs }: Watched, lookEveryMs = 2_000): () => void {
  let seen = dataVersion(database);
  const look = () => {
    requireInPlace(database);
    // Before runs are marked: these have ended, and were not interrupted.
    runs.storeEnds();
    const interrupted = markInterruptedRuns(database, (gatewayId) => tryLockGateway(dataDir, gatewayId));
    const version = dataVersion(database);
    if (version === seen && interrupted.length === 0) return;
    seen = version;
    changes.emit("organizations", "gateways", "boards", "agents", "runs", "settings", "mirror", "bin", "attention");
  };
  const timer = setInterval(() => {
    try {
      look();
    } catch {
      // The database is busy, such as during an import on the command line, or in trouble, which calls tell: the next look is enough.
    }
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
