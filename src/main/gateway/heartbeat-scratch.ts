import { setTimeout as sleep } from "node:timers/promises";
import type { FileState, WriteOptions, WriteResult } from "./agent-files.ts";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError, isObject } from "./failure.ts";

const declarationPrefix = "heartbeat:";
/** The most a gateway gives at a time. */
const pageSize = 200;
const pollMs = 500;

/**
 * The heartbeat automations of a gateway: agent key in lower case -> job id, see `heartbeatJobOf`. The gateway makes one for every agent with a heartbeat; one
 * that keeps HEARTBEAT in a file has none.
 *
 * @throws as `GatewayConnection.call`
 */
export async function listHeartbeatJobs(
  connection: GatewayConnection,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const { features } = await connection.hello(signal);
  if (!features?.methods?.includes("cron.scratch.get")) return new Map();
  const read = (offset: number) => readPage(connection, offset, signal);
  const first = await read(0);
  const pagesLeft = Math.max(0, Math.ceil(first.total / pageSize) - 1);
  const rest = await Promise.all(Array.from({ length: pagesLeft }, (_, index) => read((index + 1) * pageSize)));
  return new Map([first, ...rest].flatMap(({ jobs }) => jobs));
}

/** The same, waiting until it has these agents or the time is up. */
export async function awaitHeartbeatJobs(
  connection: GatewayConnection,
  { agentKeys, withinMs }: { agentKeys: string[]; withinMs: number },
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const startedAtMs = performance.now();
  while (true) {
    const jobs = await listHeartbeatJobs(connection, signal);
    const isOver = performance.now() - startedAtMs >= withinMs;
    if (isOver || agentKeys.every((key) => heartbeatJobOf(jobs, key) !== undefined)) return jobs;
    await sleep(pollMs, undefined, { signal });
  }
}

/** An agent's heartbeat automation. A gateway declares it for the id in lower case, however its roster spells that. */
export function heartbeatJobOf(jobs: ReadonlyMap<string, string>, agentKey: string): string | undefined {
  return jobs.get(agentKey.toLowerCase());
}

type JobsPage = { jobs: [agentKey: string, jobId: string][]; total: number };

/** Sorted by name: in the gateway's own order, by next run, a job that runs between two pages could move to another page. */
async function readPage(connection: GatewayConnection, offset: number, signal?: AbortSignal): Promise<JobsPage> {
  const order = { sortBy: "name", sortDir: "asc" };
  const params = { includeDisabled: true, query: "heartbeat", compact: true, ...order, limit: pageSize, offset };
  const page = await connection.call("cron.list", params, { signal });
  if (!isObject(page) || !Array.isArray(page.jobs)) {
    throw new GatewayCallError("cron.list", {
      kind: "permanent",
      code: "gateway-call-failed",
      message: "the gateway's answer to cron.list holds no list of automations",
    });
  }
  const jobs = page.jobs.filter(isHeartbeatJob).map((job): JobsPage["jobs"][number] => {
    return [job.declarationKey.slice(declarationPrefix.length).toLowerCase(), job.id];
  });
  return { jobs, total: typeof page.total === "number" ? page.total : page.jobs.length };
}

function isHeartbeatJob(job: unknown): job is { id: string; declarationKey: string } {
  if (!isObject(job) || typeof job.id !== "string" || typeof job.declarationKey !== "string") return false;
  return job.declarationKey.startsWith(declarationPrefix);
}

/** @throws as `GatewayConnection.call` */
export async function readScratch(
  connection: GatewayConnection,
  jobId: string,
  signal?: AbortSignal,
): Promise<FileState> {
  const answer = await connection.call("cron.scratch.get", { id: jobId }, { signal });
  const scratch = isObject(answer) && isObject(answer.scratch) ? answer.scratch : {};
  return {
    content: typeof scratch.content === "string" ? scratch.content : null,
    hash: null,
    revision: isObject(answer) && typeof answer.currentRevision === "number" ? answer.currentRevision : null,
    sizeBytes: null,
    updatedAtMs: typeof scratch.updatedAtMs === "number" ? scratch.updatedAtMs : null,
  };
}

/**
 * Writes the scratch unless its revision changed since it was read.
 * @throws as `GatewayConnection.call`
 */
export async function writeScratch(
  connection: GatewayConnection,
  write: { jobId: string; content: string; expectedRevision: number | null },
  { signal, delivery }: WriteOptions = {},
): Promise<WriteResult> {
  const { jobId, content, expectedRevision } = write;
  const params = { id: jobId, content, ...(expectedRevision === null ? {} : { expectedRevision }) };
  const options = { kind: "write", signal, ...(delivery ? { delivery } : {}) } as const;
  const answer = await connection.call("cron.scratch.set", params, options);
  if (isObject(answer) && answer.ok === false) {
    // Our own first try may have changed the revision and its answer been lost.
    const now = await readScratch(connection, jobId, signal);
    if (now.content !== content) return { kind: "conflict" };
  }
  const scratch = isObject(answer) && isObject(answer.scratch) ? answer.scratch : {};
  const updatedAtMs = typeof scratch.updatedAtMs === "number" ? scratch.updatedAtMs : null;
  return { kind: "written", facts: { sizeBytes: null, updatedAtMs } };
}
