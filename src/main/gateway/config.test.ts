import { afterEach, expect, test } from "vitest";
import { startAndConnect } from "../../practice-gateway/test-gateways.ts";
import { patchConfig, readConfig } from "./config.ts";
import type { GatewayConnection } from "./connection.ts";
import { connectTo } from "./test-connection.ts";

let connection: GatewayConnection;
afterEach(() => connection.close());

async function connect() {
  const { gateway } = await startAndConnect({ version: "2026.9.6", restartMs: 60 });
  connection = connectTo(gateway, { retryPolicy: { baseMs: 10, maxMs: 100, jitter: 0.2, giveUpAfterMs: 20_000 } });
  return gateway;
}

const cost = { expectedMs: null, limitMs: 60_000 };
const change = { tools: { exec: { host: "gateway" } } };

test("a patch that holds, but needs a restart, is unknown, and told when the restart has begun", async () => {
  const gateway = await connect();
  const { hash } = await readConfig(connection);
  const fault = gateway.inject({ kind: "restart-required", method: "config.patch" });
  await expect(patchConfig(connection, { patch: change, baseHash: hash, cost })).rejects.toMatchObject({
    hasBegun: true,
  });
  expect([fault.hits, connection.connected]).toEqual([1, false]);
  expect((await readConfig(connection)).config).toMatchObject(change);
  expect([gateway.configWrites, gateway.restarts]).toEqual([1, 1]);
});

test("a patch that is stored but not in force is rejected in the gateway's words", async () => {
  const gateway = await connect();
  const { hash } = await readConfig(connection);
  const message =
    "config.patch persisted but was not applied to the active Gateway (failed); run config.get, then use config.apply to reapply the saved config or restart the Gateway";
  gateway.inject({ kind: "error", method: "config.patch", code: "UNAVAILABLE", message });
  const result = await patchConfig(connection, { patch: change, baseHash: hash, cost });
  expect(result).toMatchObject({
    kind: "refused",
    refusal: { reason: "stored-only", message: expect.stringContaining("not applied to the active Gateway") },
  });
});
