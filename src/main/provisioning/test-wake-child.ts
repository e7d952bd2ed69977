import type { Plan } from "../../shared/plan.ts";
import { openApp } from "../open-app.ts";
import { applySavedPlan } from "./apply-saved-plan.ts";
import { ensureLead } from "./ensure-lead.ts";
import { wakeAgents } from "./wake-agents.ts";

/** Wakes agents or applies a plan in a separate process, to be killed: run with a data folder and what to do as JSON. */
const [dataDir = "", text = "{}"] = process.argv.slice(2);
type Work = { ensureLeadOf: string } | { wake: { gatewayId: string; agentIds: string[] } } | { apply: Plan };
const work = JSON.parse(text) as Work;
const app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000" });
if ("apply" in work) await applySavedPlan(app, { plan: work.apply, startedBy: "test" });
else if ("wake" in work) await wakeAgents(app, { ...work.wake, startedBy: "test" });
else await ensureLead(app, { boardId: work.ensureLeadOf, startedBy: "test" });
app.close();
