import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { openApp } from "../open-app.ts";
import { syncTemplates } from "./sync-gateway.ts";

/**
 * A sync in a separate process, to be killed: run with a data folder and the options as JSON. Tells its parent when it begins
 * to read agents.
 */
const [dataDir = "", options = "{}"] = process.argv.slice(2);
const app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000" });
await syncTemplates(app, {
  options: syncOptionsSchema.parse(JSON.parse(options)),
  startedBy: "test",
  onEvent(event) {
    if (event.type === "phase" && event.phase === "reading") process.send?.("reading");
  },
});
app.close();
process.disconnect?.();
