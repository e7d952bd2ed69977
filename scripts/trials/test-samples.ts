import { openSession } from "../../src/main/gateway/session.ts";
import { fleetOf } from "../../src/main/provisioning/test-fixture.ts";
import type { Plan } from "../../src/shared/plan.ts";
import { shapes } from "./test-schedule.ts";
import { sync } from "./test-tasks.ts";
import { openTrial } from "./test-trial.ts";

/** What gateways of every shape really answer, a fleet and a plan: inputs are made by changing these. */
export type Samples = {
  hello: unknown;
  /** The answers to a method; an empty object if no shape has it. */
  answers(method: string): unknown[];
  /** One answer to each method, of the current dialect. */
  first(): { [method: string]: unknown };
  fleet: object;
  plan: Plan;
};

const key = "agentId";

/** The parameters with which each method is asked. */
const asked: { [method: string]: (agent: string) => object } = {
  health: () => ({}),
  "config.get": () => ({}),
  "config.schema.lookup": () => ({ path: "agents" }),
  "agents.list": () => ({}),
  "agents.files.list": (agent) => ({ [key]: agent }),
  "agents.files.get": (agent) => ({ [key]: agent, name: "SOUL.md" }),
  "agents.files.set": (agent) => ({ [key]: agent, name: "SOUL.md", content: "x" }),
  "agents.workspace.list": (agent) => ({ [key]: agent, limit: 10, offset: 0 }),
  "cron.list": () => ({ includeDisabled: true, limit: 10, offset: 0 }),
  "sessions.list": () => ({ limit: 10 }),
  "models.list": () => ({}),
};

export async function takeSamples(): Promise<Samples> {
  const answers = new Map<string, unknown[]>();
  const parts: { hello: unknown; plan: Plan | null } = { hello: {}, plan: null };
  for (const version of shapes) {
    const trial = await openTrial(version);
    try {
      await sync(trial);
      trial.changeTemplates();
      parts.plan = (await sync(trial, { dryRun: true })).plan;
      const { connection } = await openSession(trial.app.connections.of(trial.gatewayId));
      parts.hello = await connection.hello();
      for (const [method, paramsOf] of Object.entries(asked)) {
        const answer = await connection.call(method, paramsOf("main")).catch(() => undefined);
        if (answer !== undefined) answers.set(method, [answer, ...(answers.get(method) ?? [])]);
      }
    } finally {
      await trial.close();
    }
  }
  for (const [method, answer] of Object.entries(written)) answers.set(method, [answer, ...(answers.get(method) ?? [])]);
  const { file } = fleetOf({ boards: 2, agents: 4, url: "ws://127.0.0.1:18789", token: "t", change: {} });
  if (!parts.plan) throw new Error("a dry run made no plan");
  return {
    hello: parts.hello,
    answers: (method) => answers.get(method) ?? [{}],
    first: () => Object.fromEntries([...answers].map(([method, [answer]]) => [method, answer])),
    fleet: file,
    plan: parts.plan,
  };
}

/** Answers that need a job, a turn or a patch, as gateways give them. */
const written: { [method: string]: unknown } = {
  "cron.scratch.get": { scratch: { content: "x", revision: 1, updatedAtMs: 1 }, currentRevision: 1 },
  "cron.scratch.set": { ok: false, scratch: { content: "x", revision: 1, updatedAtMs: 1 } },
  "agent.wait": { status: "error", error: "Agent failed before reply: no key" },
  "chat.history": { messages: [{ role: "assistant", content: [{ type: "text", text: "Agent failed before reply" }] }] },
  "config.patch": { ok: true, hash: "h", config: {}, restart: { delayMs: 2_000 } },
};
