import { openApp } from "../../src/main/open-app.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import { syncOptionsSchema } from "../../src/shared/sync-options.ts";
import { baseUrl } from "./app-fixture.ts";

/**
 * A Flight Deck that dies by SIGKILL during a sync. Arguments: a data folder, the options of the sync as JSON, and the
 * number of written files after which it dies; 0: between the configuration and the first file.
 */
const [dataDir = "", options = "{}", writesBeforeDeath = "0"] = process.argv.slice(2);
const app = await openApp({ dataDir, baseUrl });
let writes = 0;
await syncTemplates(app, {
  options: syncOptionsSchema.parse(JSON.parse(options)),
  startedBy: "e2e",
  onEvent(event) {
    if (event.type === "call" && event.method === "agents.files.set") writes += 1;
    else if (event.type !== "phase" || event.phase !== "writing-files") return;
    if (writes === Number(writesBeforeDeath)) process.kill(process.pid, "SIGKILL");
  },
});
app.close();
