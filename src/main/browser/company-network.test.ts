import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import { importFleet } from "../database/import-fleet.ts";
import { openTlsFront, type TlsFront } from "../gateway/test-tls-front.ts";
import { makeTestAuthority } from "../network/test-authority.ts";
import { openTestProxy, type TestProxy } from "../network/test-proxy.ts";
import { openHostedApp } from "../open-hosted-app.ts";
import { fleetOf } from "../provisioning/test-fixture.ts";
import { clientOver, type PageClient, TestHost } from "./test-browser-host.ts";

/* A gateway of a company, behind its authority and its proxy, reached by the hosts with a window. */

const corp = makeTestAuthority("Corp Root");
const password = "planted-password-of-the-proxy";
let tested: TestHost;
let gateway: PracticeGateway;
let front: TlsFront;
let proxy: TestProxy;
beforeEach(async () => {
  tested = new TestHost();
  gateway = await startPracticeGateway({ restartMs: 60 });
  front = await openTlsFront(gateway.url, corp.issue("gateway.corp.test"));
});
afterEach(async () => {
  await proxy.close();
  await front.close();
  await gateway.close();
  tested.remove();
});

const ports = () => ({ "gateway.corp.test": front.port });
const fleet = () => fleetOf({ boards: 1, agents: 2, url: "wss://gateway.corp.test", token: gateway.token, change: {} });

async function syncWith(client: PageClient, gatewayId: string): Promise<string> {
  const { runId } = await client.runs.sync({ gatewayId });
  for await (const _ of await client.runs.follow({ id: runId, afterSeq: 0 }));
  return (await client.runs.get({ id: runId })).run.status;
}

it("the browser host reaches it with what the window set, and no place has the proxy's password", async () => {
  proxy = await openTestProxy({ ports: ports(), authorization: `Basic ${btoa(`me:${password}`)}` });
  await tested.open();
  const socket = tested.openSocket(await tested.proved(await tested.openLink()));
  const client = clientOver(socket);
  const { file, ids } = fleet();
  await client.app.importFleet({ text: JSON.stringify(file), dryRun: false });
  await client.gateways.update({ id: ids.gatewayId, change: { token: gateway.token } });
  const address = `http://me:${password}@127.0.0.1:${proxy.port}`;
  await client.network.setProxy({ mode: "address", address, exceptions: "" });
  expect(await client.gateways.probe({ id: ids.gatewayId })).toMatchObject({ connection: { code: "gateway-tls" } });
  const set = await client.network.addAuthorities({ pem: corp.pem });
  expect(set).toMatchObject({ proxy: `127.0.0.1:${proxy.port}`, authorities: [{ subject: "CN=Corp Root" }] });
  expect(await client.gateways.probe({ id: ids.gatewayId })).toMatchObject({
    connection: { state: "connected", proxy: `127.0.0.1:${proxy.port}` },
  });
  expect(await syncWith(client, ids.gatewayId)).toBe("succeeded");
  proxy.status = 403;
  await client.network.setProxy({ mode: "address", exceptions: "elsewhere.test" });
  const refused = await client.gateways.probe({ id: ids.gatewayId });
  expect(refused.connection).toMatchObject({ state: "refused", code: "proxy-refused" });
  const told = JSON.stringify([set, refused, await client.app.diagnostics(), await client.runs.list({})]);
  socket.close();
  await tested.host.close();
  const files = readdirSync(tested.dataDir, { recursive: true, encoding: "utf8" })
    .map((name) => join(tested.dataDir, name))
    .filter((path) => statSync(path).isFile());
  for (const secret of [password, btoa(`me:${password}`)]) {
    expect(told).not.toContain(secret);
    expect(files.filter((path) => readFileSync(path).includes(secret))).toEqual([]);
  }
  expect(new Set(proxy.asked)).toEqual(new Set(["CONNECT gateway.corp.test:443"]));
});

it("a host that can ask the system reaches it through the system's proxy", async () => {
  proxy = await openTestProxy({ ports: ports() });
  const app = await openHostedApp({
    dataDir: tested.dataDir,
    env: {},
    practice: false,
    systemProxyOf: async () => `PROXY 127.0.0.1:${proxy.port}; DIRECT`,
    host: { kind: "desktop", electron: "0" },
  });
  try {
    const { file, ids } = fleet();
    importFleet(app.services.database, app.services.vault, file);
    const client = createRouterClient(app.router, { context: {} });
    await client.network.addAuthorities({ pem: corp.pem });
    expect(await syncWith(client, ids.gatewayId)).toBe("succeeded");
    expect(proxy.asked).toContain("CONNECT gateway.corp.test:443");
  } finally {
    await app.close();
  }
});
