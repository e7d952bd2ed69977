/* A process that looks for changes and delivers them: `node test-notify-child.ts DATA_DIR NOW_MS [deliver]`. */

import { listSinks } from "../database/notifications/notification-sinks.ts";
import { openDatabase } from "../database/open-database.ts";
import { testVault } from "../database/test-fleet.ts";
import { directNetwork } from "../network/network.ts";
import { deliverTo } from "./deliver.ts";
import { lookForChanges } from "./look-for-changes.ts";

const [dataDir = "", now = "", task = ""] = process.argv.slice(2);
const nowMs = Number(now);
const database = openDatabase({ dataDir });
lookForChanges({ database, ownAddress: null, presenceOf: () => null, nowMs });
if (task === "deliver") {
  for (const sink of listSinks(database))
    await deliverTo(sink, { database, network: directNetwork, vault: testVault, nowMs: () => nowMs });
}
