import { isJsonObject } from "../../shared/is-json-object.ts";
import type { FileState, WriteOptions, WriteResult } from "./agent-files.ts";
import type { GatewayConnection } from "./connection.ts";

/** @throws as `GatewayConnection.call` */
export async function readScratch(
  connection: GatewayConnection,
  jobId: string,
  signal?: AbortSignal,
): Promise<FileState> {
  const answer = await connection.call("cron.scratch.get", { id: jobId }, { signal });
  const scratch = isJsonObject(answer) && isJsonObject(answer.scratch) ? answer.scratch : {};
  return {
    content: typeof scratch.content === "string" ? scratch.content : null,
    hash: null,
    revision: isJsonObject(answer) && typeof answer.currentRevision === "number" ? answer.currentRevision : null,
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
  if (isJsonObject(answer) && answer.ok === false) {
    // Our own first try may have changed the revision and its answer been lost.
    const now = await readScratch(connection, jobId, signal);
    if (now.content !== content) return { kind: "conflict" };
  }
  const scratch = isJsonObject(answer) && isJsonObject(answer.scratch) ? answer.scratch : {};
  const updatedAtMs = typeof scratch.updatedAtMs === "number" ? scratch.updatedAtMs : null;
  return { kind: "written", facts: { sizeBytes: null, updatedAtMs } };
}
