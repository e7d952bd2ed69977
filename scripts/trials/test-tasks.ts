import type { App } from "../../src/main/open-app.ts";
import { hasUnfinished, repeatRun, unfinished } from "../../src/main/operations/repeat-run.ts";
import { applySavedPlan } from "../../src/main/provisioning/apply-saved-plan.ts";
import { ensureLead } from "../../src/main/provisioning/ensure-lead.ts";
import type { RunSyncResult } from "../../src/main/provisioning/model/run-request.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import { readStoredRun } from "../../src/main/runs/stored-run.ts";
import type { Plan } from "../../src/shared/plan.ts";
import { type SyncOptions, syncOptionsSchema } from "../../src/shared/sync-options.ts";
import type { Task } from "./test-schedule.ts";
import type { Trial } from "./test-trial.ts";

const startedBy = "trial";

/** What a task asks of the application; it can be handed to another process. */
export type TaskRequest =
  | { kind: "sync"; gatewayId: string; options: Partial<SyncOptions> }
  | { kind: "lead"; boardId: string }
  | { kind: "apply"; plan: Plan }
  | { kind: "resume"; runId: string };

/** @returns the run; null if nothing had to be done */
export async function performTask(app: App, request: TaskRequest): Promise<RunSyncResult | null> {
  if (request.kind === "lead") return (await ensureLead(app, { boardId: request.boardId, startedBy })).run;
  if (request.kind === "apply") return applySavedPlan(app, { plan: request.plan, startedBy });
  if (request.kind === "resume") return resume(app, request.runId);
  const { gatewayId, options } = request;
  return syncTemplates(app, { options: syncOptionsSchema.parse({ gatewayId, ...options }), startedBy });
}

async function resume(app: App, runId: string): Promise<RunSyncResult | null> {
  const snapshot = readStoredRun(app.database, runId);
  return hasUnfinished(snapshot) ? repeatRun(app, { snapshot, outcomes: unfinished }, { startedBy }) : null;
}

/** A sync with these options. */
export async function sync(trial: Trial, options: Partial<SyncOptions> = {}): Promise<RunSyncResult> {
  const result = await performTask(trial.app, { kind: "sync", gatewayId: trial.gatewayId, options });
  if (!result) throw new Error("a sync made no run");
  return result;
}

/** A task that is ready to be done, and what an operator does after it failed: the same, or a plain sync. */
export type PreparedTask = { request: TaskRequest; repeats: TaskRequest[] };

/** Brings the gateway to where a task begins. */
export async function prepareTask(trial: Trial, task: Task): Promise<PreparedTask> {
  const boardId = task === "lead" ? trial.withoutLead() : "";
  if (task !== "first") requireSuccess(await sync(trial));
  return prepareNext(trial, task, boardId);
}

/** The same on a gateway where everything is right, which some tasks can be done on again and again. */
export async function prepareNext(trial: Trial, task: Task, boardId = ""): Promise<PreparedTask> {
  const { gatewayId } = trial;
  const request = (options: Partial<SyncOptions>): TaskRequest => ({ kind: "sync", gatewayId, options });
  const plain = request({});
  if (task === "template" || task === "apply") trial.changeTemplates();
  if (task === "rekey") return { request: request({ rekeyAll: true, rotateTokens: true }), repeats: [plain] };
  // Where the lead is there, nothing is done: the others are seen to by a sync.
  if (task === "lead") return { request: { kind: "lead", boardId }, repeats: [{ kind: "lead", boardId }, plain] };
  if (task === "apply") return { request: { kind: "apply", plan: await planOf(trial) }, repeats: [plain] };
  if (task === "adopt") {
    trial.addHandMade();
    return { request: request({ adopt: true }), repeats: [request({ adopt: true })] };
  }
  if (task === "repair") {
    for (const { key } of trial.agents.slice(0, 2)) loseToken(trial, key);
    return { request: request({ rotateTokens: true }), repeats: [request({ rotateTokens: true })] };
  }
  return { request: plain, repeats: [plain] };
}

async function planOf(trial: Trial): Promise<Plan> {
  const { plan } = requireSuccess(await sync(trial, { dryRun: true }));
  if (!plan) throw new Error("a dry run made no plan");
  return plan;
}

function loseToken({ gateway }: Trial, key: string): void {
  for (const name of ["TOOLS.md", "AGENTS.md"]) {
    const text = gateway.readFile(key, name);
    if (text) gateway.writeFile(key, name, text.replace(/^AUTH_TOKEN=.*$/m, "AUTH_TOKEN="));
  }
}

function requireSuccess(result: RunSyncResult): RunSyncResult {
  if (result.status === "succeeded") return result;
  throw new Error(`the start of a trial failed: ${JSON.stringify(result.report.errors)}`);
}
