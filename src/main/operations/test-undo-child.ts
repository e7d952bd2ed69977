import { openApp } from "../open-app.ts";
import { applySavedPlan } from "../provisioning/apply-saved-plan.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { findEarlierTemplates } from "./earlier-templates.ts";
import { undoOptions } from "./plan-restores.ts";
import { restoreAllTemplates } from "./save-templates.ts";

/**
 * An undo in a separate process, to be killed: run with a data folder, the run to undo, and `with-templates` to use the templates
 * from before it. Tells its parent when it writes.
 */
const [dataDir = "", runId = "", templates = ""] = process.argv.slice(2);
const app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000" });
if (templates === "with-templates") {
  const services = { database: app.database, dataDir, startedBy: "test" };
  await restoreAllTemplates(services, await findEarlierTemplates(services, runId));
}
const { plan } = await syncTemplates(app, { options: undoOptions(app.database, runId), startedBy: "test" });
if (!plan) throw new Error("no plan");
await applySavedPlan(app, {
  plan,
  startedBy: "test",
  onEvent(event) {
    if (event.type === "phase" && event.phase === "writing-files") process.send?.("writing");
  },
});
app.close();
process.disconnect?.();
