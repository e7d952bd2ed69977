import pMap from "p-map";
import { GatewayConnection } from "../../src/main/gateway/connection.ts";
import type { DeviceIdentity } from "../../src/main/gateway/device-identity.ts";

export type RecordedCall = { method: string; params: Record<string, unknown> };

/** Records every call that goes through a connection, until the returned function is called. */
export function recordCalls(connection: GatewayConnection): () => RecordedCall[] {
  const calls: RecordedCall[] = [];
  const call = connection.call.bind(connection);
  connection.call = (method, params, options) => {
    calls.push({ method, params: { ...(params as Record<string, unknown>) } });
    return call(method, params, options);
  };
  return () => {
    connection.call = call;
    return calls;
  };
}

/** The guards make no sense the second time; they are what a bare loop would not have, too. */
const guards = ["expectedHash", "expectedRevision"];
const writes = new Set(["agents.files.set", "cron.scratch.set"]);

/**
 * Sends the same calls once more in a bare loop over one connection, 32 in flight: what a run cannot do without. Writes get
 * a trailing space, so that the gateway has as much to do as the first time. Config writes are left out.
 *
 * @returns seconds
 */
export async function replayBare(
  calls: RecordedCall[],
  target: { url: string; token: string },
  identity: DeviceIdentity,
): Promise<number> {
  const connection = new GatewayConnection({
    target: { gatewayId: "bench", name: "bench", ...target, allowInsecureTls: false, disableDevicePairing: false },
    identity,
    deviceTokens: { load: () => null, store: () => undefined, clear: () => undefined },
  });
  await connection.hello();
  const bare = calls.filter(({ method }) => method !== "config.patch").map(unguarded);
  const startedAtMs = performance.now();
  await pMap(bare, ({ method, params }) => connection.call(method, params), { concurrency: 32 });
  const seconds = (performance.now() - startedAtMs) / 1000;
  connection.close();
  return seconds;
}

function unguarded({ method, params }: RecordedCall): RecordedCall {
  const kept = Object.entries(params).filter(([key]) => !guards.includes(key));
  const content = writes.has(method) ? { content: `${params.content} ` } : {};
  return { method, params: { ...Object.fromEntries(kept), ...content } };
}
