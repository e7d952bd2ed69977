import pMap from "p-map";
import { readFile } from "../../src/main/gateway/agent-files.ts";
import { GatewayConnection } from "../../src/main/gateway/connection.ts";
import type { DeviceIdentity } from "../../src/main/gateway/device-identity.ts";
import { GatewayCallError } from "../../src/main/gateway/failure.ts";
import { readScratch } from "../../src/main/gateway/heartbeat-scratch.ts";

/** A recorded call without the content that it wrote, because thousands of contents would count as our memory. */
export type RecordedCall = { method: string; params: Record<string, unknown> };

/** Records every call of a connection, until the returned function is called. */
export function recordCalls(connection: GatewayConnection): () => RecordedCall[] {
  const calls: RecordedCall[] = [];
  const call = connection.call.bind(connection);
  connection.call = (method, params, options) => {
    const { content: _, ...rest } = params as Record<string, unknown>;
    calls.push({ method, params: rest });
    return call(method, params, options);
  };
  return () => {
    connection.call = call;
    return calls;
  };
}

/** These calls must be answered before an agent's heartbeat scratch can be requested. */
const askedFirst = ["health", "config.get", "config.schema.lookup", "cron.list"];

/**
 * Sends the same calls in a bare loop over their own connection, 32 in flight: the minimum that a run needs. Calls about the
 * whole gateway are sent first, all at once. Writes send the current content plus a space. Config writes are left out.
 *
 * @returns seconds, from connecting to the last answer
 */
export async function replayBare(
  calls: RecordedCall[],
  target: { url: string; token: string },
  identity: DeviceIdentity,
): Promise<number> {
  const connect = () =>
    new GatewayConnection({
      target: { gatewayId: "bench", name: "bench", ...target, allowInsecureTls: false, disableDevicePairing: false },
      identity,
      deviceTokens: { load: () => null, store: () => undefined, clear: () => undefined },
      certificatePin: { load: () => null, keepFirst: (sha256) => sha256 },
    });
  const sent = calls.filter(({ method }) => method !== "config.patch");
  const preparing = connect();
  const bare = await pMap(sent, (call) => readied(preparing, call), { concurrency: 32 });
  preparing.close();
  const connection = connect();
  const startedAtMs = performance.now();
  const isFirst = ({ method }: RecordedCall) => askedFirst.includes(method);
  await Promise.all(bare.filter(isFirst).map((call) => answered(connection, call)));
  const rest = bare.filter((call) => !isFirst(call));
  await pMap(rest, (call) => answered(connection, call), { concurrency: 32 });
  const seconds = (performance.now() - startedAtMs) / 1000;
  connection.close();
  return seconds;
}

/** A refused probe counts as answered. */
async function answered(connection: GatewayConnection, { method, params }: RecordedCall): Promise<void> {
  await connection.call(method, params).catch((error: unknown) => {
    if (!(error instanceof GatewayCallError)) throw error;
  });
}

/** A write with content that differs from the current one, and with its guard if the recorded call had one. */
async function readied(connection: GatewayConnection, { method, params }: RecordedCall): Promise<RecordedCall> {
  if (method === "agents.files.set") {
    const { content, hash } = await readFile(connection, String(params.agentId), String(params.name));
    const guard = "expectedHash" in params ? { expectedHash: hash } : {};
    return { method, params: { ...params, content: `${content} `, ...guard } };
  }
  if (method === "cron.scratch.set") {
    const { content, revision } = await readScratch(connection, String(params.id));
    const guard = "expectedRevision" in params ? { expectedRevision: revision } : {};
    return { method, params: { ...params, content: `${content} `, ...guard } };
  }
  return { method, params };
}
