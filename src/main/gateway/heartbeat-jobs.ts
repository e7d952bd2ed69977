import { setTimeout as sleep } from "node:timers/promises";
import { type HeartbeatHealth, noHeartbeat } from "../../shared/heartbeats.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { JsonObject } from "../../shared/records.ts";
import { awake } from "../awake/awake.ts";
import { cleanMessage } from "../vault/clean-message.ts";
import type { GatewayConnection } from "./connection.ts";
import { listIn, unusableAnswer } from "./failure.ts";
import { numberIn } from "./number-in.ts";

/** A heartbeat automation of a gateway. */
export type HeartbeatJob = { id: string; health: HeartbeatHealth };

/** By agent key in lower case, see `heartbeatJobOf`. */
export type HeartbeatJobs = ReadonlyMap<string, HeartbeatJob>;

const declarationPrefix = "heartbeat:";
/** The most a gateway gives at a time. */
const pageSize = 200;
/** More than any gateway has: a larger number is a wrong one. */
const mostJobs = 100_000;
const pollMs = 500;

/**
 * The heartbeat automations of a gateway, with their state. The gateway makes one for every agent with a heartbeat; a gateway
 * that keeps HEARTBEAT in a file has none.
 *
 * @throws as `GatewayConnection.call`
 */
export async function listHeartbeatJobs(connection: GatewayConnection, signal?: AbortSignal): Promise<HeartbeatJobs> {
  if (!(await hasHeartbeatJobs(connection, signal))) return new Map();
  const read = (offset: number) => readPage(connection, offset, signal);
  const first = await read(0);
  if (!(first.total <= mostJobs))
    throw unusableAnswer("cron.list", `the gateway says that it has ${first.total} automations`);
  const pagesLeft = Math.max(0, Math.ceil(first.total / pageSize) - 1);
  const rest = await Promise.all(Array.from({ length: pagesLeft }, (_, index) => read((index + 1) * pageSize)));
  return new Map([first, ...rest].flatMap(({ jobs }) => jobs));
}

/** Whether the gateway's heartbeats are automations. */
export async function hasHeartbeatJobs(connection: GatewayConnection, signal?: AbortSignal): Promise<boolean> {
  const { features } = await connection.hello(signal);
  return features?.methods?.includes("cron.scratch.get") ?? false;
}

/** The same as `listHeartbeatJobs`, waiting until it has these agents or the time is up. */
export async function awaitHeartbeatJobs(
  connection: GatewayConnection,
  { agentKeys, withinMs }: { agentKeys: string[]; withinMs: number },
  signal?: AbortSignal,
): Promise<HeartbeatJobs> {
  const startedAtMs = awake.nowMs();
  while (true) {
    const jobs = await listHeartbeatJobs(connection, signal);
    const isOver = awake.nowMs() - startedAtMs >= withinMs;
    if (isOver || agentKeys.every((key) => heartbeatJobOf(jobs, key) !== undefined)) return jobs;
    await sleep(pollMs, undefined, { signal });
  }
}

/** The id of an agent's automation. A gateway declares it for the agent's id in lower case, however its roster spells that. */
export function heartbeatJobOf(jobs: HeartbeatJobs, agentKey: string): string | undefined {
  return jobs.get(agentKey.toLowerCase())?.id;
}

export function healthOfJob(jobs: HeartbeatJobs, agentKey: string): HeartbeatHealth {
  return jobs.get(agentKey.toLowerCase())?.health ?? noHeartbeat("automation");
}

type JobsPage = { jobs: [agentKey: string, job: HeartbeatJob][]; total: number };

/** Sorted by name: in the gateway's own order, by next run, a job that runs between two pages could move to another page. */
async function readPage(connection: GatewayConnection, offset: number, signal?: AbortSignal): Promise<JobsPage> {
  const order = { sortBy: "name", sortDir: "asc" };
  const params = { includeDisabled: true, query: "heartbeat", ...order, limit: pageSize, offset };
  const page = await connection.call("cron.list", params, { signal });
  const listed = listIn(page, "jobs", "cron.list");
  const jobs = listed.filter(isHeartbeatJob).map((job): JobsPage["jobs"][number] => {
    const agentKey = job.declarationKey.slice(declarationPrefix.length).toLowerCase();
    return [agentKey, { id: job.id, health: healthOf(job) }];
  });
  const total = isJsonObject(page) ? numberIn(page.total) : null;
  return { jobs, total: total ?? listed.length };
}

type ListedJob = JsonObject & { id: string; declarationKey: string };

function isHeartbeatJob(job: unknown): job is ListedJob {
  if (!isJsonObject(job) || typeof job.id !== "string" || typeof job.declarationKey !== "string") return false;
  return job.declarationKey.startsWith(declarationPrefix);
}

/** Results of a job that was switched off or changed later stay in its state: `enabled` counts first. */
function healthOf({ enabled, schedule, state }: ListedJob): HeartbeatHealth {
  const facts: JsonObject = isJsonObject(state) ? state : {};
  const stateNow = stateOf(enabled, facts.lastRunStatus ?? facts.lastStatus);
  const hasReason = stateNow === "failing" || stateNow === "skipped";
  return {
    state: stateNow,
    reason: hasReason && typeof facts.lastError === "string" ? cleanMessage(facts.lastError) : null,
    lastRunAtMs: numberIn(facts.lastRunAtMs),
    nextRunAtMs: numberIn(facts.nextRunAtMs),
    lastDurationMs: numberIn(facts.lastDurationMs),
    everyMs: isJsonObject(schedule) ? numberIn(schedule.everyMs) : null,
    source: "automation",
  };
}

function stateOf(enabled: unknown, lastStatus: unknown): HeartbeatHealth["state"] {
  if (enabled === false) return "disabled";
  if (lastStatus === "skipped") return "skipped";
  if (lastStatus === "ok") return "running";
  return typeof lastStatus === "string" ? "failing" : "never-ran";
}
