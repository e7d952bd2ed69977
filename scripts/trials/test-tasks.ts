import { applySavedPlan } from "../../src/main/provisioning/apply-saved-plan.ts";
import { ensureLead } from "../../src/main/provisioning/ensure-lead.ts";
import type { RunSyncResult } from "../../src/main/provisioning/model/run-request.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import type { Plan } from "../../src/shared/plan.ts";
import { type SyncOptions, syncOptionsSchema } from "../../src/shared/sync-options.ts";
import type { Task } from "./test-schedule.ts";
import type { Trial } from "./test-trial.ts";

const startedBy = "trial";

export function sync(trial: Trial, options: Partial<SyncOptions> = {}): Promise<RunSyncResult> {
  const { gatewayId } = trial;
  return syncTemplates(trial.app, { options: syncOptionsSchema.parse({ gatewayId, ...options }), startedBy });
}

/** A task that is ready to be done, and the same once more after something went wrong. */
export type PreparedTask = {
  perform: () => Promise<RunSyncResult | null>;
  /** What an operator does after a failure: a plain sync, or the same again where a plain sync does less. */
  repeat: () => Promise<RunSyncResult | null>;
};

/** Brings the gateway to where a task begins. */
export async function prepareTask(trial: Trial, task: Task): Promise<PreparedTask> {
  const boardId = task === "lead" ? trial.withoutLead() : "";
  if (task !== "first") await requireSuccess(sync(trial));
  const plain = () => sync(trial);
  if (task === "template") trial.changeTemplates();
  if (task === "rekey") return { perform: () => sync(trial, { rekeyAll: true, rotateTokens: true }), repeat: plain };
  if (task === "lead") return prepareLead(trial, boardId);
  if (task === "apply") {
    trial.changeTemplates();
    const plan = await planOf(trial);
    return { perform: () => applySavedPlan(trial.app, { plan, startedBy }), repeat: plain };
  }
  if (task === "adopt") {
    trial.addHandMade();
    const adopt = () => sync(trial, { adopt: true });
    return { perform: adopt, repeat: adopt };
  }
  if (task === "repair") {
    for (const { key } of trial.agents.slice(0, 2)) loseToken(trial, key);
    const repair = () => sync(trial, { rotateTokens: true });
    return { perform: repair, repeat: repair };
  }
  return { perform: plain, repeat: plain };
}

function prepareLead(trial: Trial, boardId: string): PreparedTask {
  const ensure = async () => (await ensureLead(trial.app, { boardId, startedBy })).run;
  const repeat = async () => (await ensure()) ?? sync(trial);
  return { perform: ensure, repeat };
}

async function planOf(trial: Trial): Promise<Plan> {
  const { plan } = await requireSuccess(sync(trial, { dryRun: true }));
  if (!plan) throw new Error("a dry run made no plan");
  return plan;
}

function loseToken({ gateway }: Trial, key: string): void {
  for (const name of ["TOOLS.md", "AGENTS.md"]) {
    const text = gateway.readFile(key, name);
    if (text) gateway.writeFile(key, name, text.replace(/^AUTH_TOKEN=.*$/m, "AUTH_TOKEN="));
  }
}

async function requireSuccess(running: Promise<RunSyncResult>): Promise<RunSyncResult> {
  const result = await running;
  if (result.status !== "succeeded")
    throw new Error(`the start of a trial failed: ${JSON.stringify(result.report.errors)}`);
  return result;
}
