import { openApp } from "../open-app.ts";
import { ensureLead } from "./ensure-lead.ts";
import { wakeAgents } from "./wake-agents.ts";

/** Wakes an agent in a separate process, to be killed: run with a data folder and what to do as JSON. */
const [dataDir = "", text = "{}"] = process.argv.slice(2);
const work = JSON.parse(text) as { ensureLeadOf: string } | { wake: { gatewayId: string; agentIds: string[] } };
const app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000" });
if ("wake" in work) await wakeAgents(app, { ...work.wake, startedBy: "test" });
else await ensureLead(app, { boardId: work.ensureLeadOf, startedBy: "test" });
app.close();
