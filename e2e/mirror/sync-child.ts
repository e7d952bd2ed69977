import { openApp } from "../../src/main/open-app.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import { syncOptionsSchema } from "../../src/shared/sync-options.ts";

/* A sync in a process of its own, to be killed: a data folder, and the options as JSON. */
const [dataDir = "", options = "{}"] = process.argv.slice(2);
const retryPolicy = { baseMs: 10, maxMs: 100, jitter: 0.2, giveUpAfterMs: 20_000 };
const app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000", retryPolicy });
const { status, report } = await syncTemplates(app, {
  options: syncOptionsSchema.parse(JSON.parse(options)),
  startedBy: "test",
  onEvent(event) {
    if (event.type === "phase" && event.phase === "reading") process.send?.("reading");
  },
});
if (status !== "succeeded") console.error(report.errors);
app.close();
process.disconnect?.();
process.exitCode = status === "succeeded" ? 0 : 1;
