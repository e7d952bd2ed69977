import type { FileState, WriteResult } from "./agent-files.ts";
import type { GatewayConnection } from "./connection.ts";
import { isObject } from "./failure.ts";

const declarationPrefix = "heartbeat:";
const pageSize = 200;

/**
 * The heartbeat automations of a gateway: agent key -> job id. The gateway makes one for every agent with a heartbeat.
 *
 * @throws as `GatewayConnection.call`
 */
export async function listHeartbeatJobs(
  connection: GatewayConnection,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const jobs = new Map<string, string>();
  for (let offset: number | null = 0; offset !== null; ) {
    const params = { includeDisabled: true, query: "heartbeat", limit: pageSize, offset };
    const page: unknown = await connection.call("cron.list", params, { signal });
    if (!isObject(page) || !Array.isArray(page.jobs)) break;
    for (const job of page.jobs) {
      if (!isObject(job) || typeof job.id !== "string" || typeof job.declarationKey !== "string") continue;
      if (job.declarationKey.startsWith(declarationPrefix)) {
        jobs.set(job.declarationKey.slice(declarationPrefix.length), job.id);
      }
    }
    offset = page.hasMore === true && typeof page.nextOffset === "number" ? page.nextOffset : null;
  }
  return jobs;
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

/** Writes the scratch unless its revision moved since it was read. @throws as `GatewayConnection.call` */
export async function writeScratch(
  connection: GatewayConnection,
  write: { jobId: string; content: string; expectedRevision: number | null },
  signal?: AbortSignal,
): Promise<WriteResult> {
  const { jobId, content, expectedRevision } = write;
  const params = { id: jobId, content, ...(expectedRevision === null ? {} : { expectedRevision }) };
  const answer = await connection.call("cron.scratch.set", params, { kind: "write", signal });
  if (isObject(answer) && answer.ok === false) {
    // Our own first try may have moved the revision when its answer was lost.
    const now = await readScratch(connection, jobId, signal);
    if (now.content !== content) return { kind: "conflict" };
  }
  const scratch = isObject(answer) && isObject(answer.scratch) ? answer.scratch : {};
  const updatedAtMs = typeof scratch.updatedAtMs === "number" ? scratch.updatedAtMs : null;
  return { kind: "written", facts: { sizeBytes: null, updatedAtMs } };
}
