import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import { createNetwork, type Network } from "../network/network.ts";
import { makeTestAuthority } from "../network/test-authority.ts";
import { openTestProxy, type TestProxy } from "../network/test-proxy.ts";
import { trustFrom } from "../network/trust.ts";
import { checkGateway } from "./check.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { connectTo, optionsTo } from "./test-connection.ts";
import { openTlsFront, type TlsFront } from "./test-tls-front.ts";

/* A gateway whose name only the proxy knows, with a certificate by an authority of its own. */

const corp = makeTestAuthority("Corp Root");
const secret = "hunter2-of-the-proxy";
let gateway: PracticeGateway;
let front: TlsFront;
let proxy: TestProxy;
let own: string[] = [];

beforeAll(async () => {
  gateway = await startPracticeGateway();
  front = await openTlsFront(gateway.url, corp.issue("gateway.corp.test"));
  trustFrom({ env: {}, own: () => own, warn: () => {}, readSystem: async () => [] });
});
afterAll(async () => {
  await front.close();
  await gateway.close();
});
beforeEach(async () => {
  own = [corp.pem];
  proxy = await openTestProxy({ ports: { "gateway.corp.test": front.port } });
});
afterEach(() => proxy.close());

function networkOf(env: NodeJS.ProcessEnv, address: string | null = null): Network {
  const readSetting = () => ({ mode: address === null ? "automatic" : "address", address, exceptions: "" }) as const;
  return createNetwork({ env, readSetting, version: () => "" });
}

const url = "wss://gateway.corp.test";
const target = (over: object = {}) => ({ url, token: gateway.token, ...over });

/** Calls the gateway once. */
async function call(env: NodeJS.ProcessEnv, over: object = {}, options: Partial<ConnectionOptions> = {}) {
  const connection = connectTo(target(over), { network: networkOf(env), ...options });
  try {
    return await connection.call("health", {});
  } catch (error) {
    return error;
  } finally {
    connection.close();
  }
}

const noRetry = { retryPolicy: { baseMs: 1, maxMs: 1, jitter: 0, giveUpAfterMs: 0 } };

describe("through a proxy", () => {
  test("a gateway is reached by a name that only the proxy knows, with TLS to the gateway itself", async () => {
    expect(await call({ HTTPS_PROXY: proxy.url })).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual(["CONNECT gateway.corp.test:443"]);
    const check = await checkGateway({
      connection: optionsTo(target(), { network: networkOf({ https_proxy: proxy.url }) }),
    });
    expect(check).toMatchObject({ ok: true, proxy: `127.0.0.1:${proxy.port}`, vouchedBy: "own" });
    const details = Object.fromEntries(check.stages.map(({ stage, detail }) => [stage, detail]));
    expect(details.address).toBe(
      `the proxy 127.0.0.1:${proxy.port} (from the environment) connects to gateway.corp.test port 443`,
    );
    expect(details.tls).toMatch(/, vouched for by an authority that was given in the settings$/);
  });

  test("an accepted certificate counts as without one", async () => {
    own = [];
    let kept: string | null = null;
    const certificatePin = {
      load: () => kept,
      keepFirst: (sha256: string) => {
        kept = sha256;
        return sha256;
      },
    };
    const over = { allowInsecureTls: true };
    expect(await call({ HTTPS_PROXY: proxy.url }, over, { certificatePin })).toMatchObject({ ok: true });
    expect(kept).toBe(front.fingerprint());
    const otherPin = { load: () => "00:11", keepFirst: (sha256: string) => sha256 };
    const refused = await call({ HTTPS_PROXY: proxy.url }, over, { certificatePin: otherPin });
    expect(refused).toMatchObject({ code: "gateway-certificate" });
  });

  test("another authority's certificate is refused as without one", async () => {
    own = [makeTestAuthority("Other Root").pem];
    expect(await call({ HTTPS_PROXY: proxy.url })).toMatchObject({ code: "gateway-tls" });
  });

  test("a gateway without TLS is reached only if the operator has set the proxy, which sees its token", async () => {
    await proxy.close();
    proxy = await openTestProxy({ ports: { "gateway.local": Number(new URL(gateway.url).port) } });
    const plain = { url: "ws://gateway.local:18789" };
    const env = { HTTP_PROXY: proxy.url, ALL_PROXY: proxy.url };
    expect(await call(env, plain, noRetry)).toMatchObject({ code: "gateway-unreachable" });
    expect(proxy.asked).toEqual([]);
    expect(await call({}, plain, { network: networkOf({}, proxy.url) })).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual(["CONNECT gateway.local:18789"]);
  });

  test("and not where NO_PROXY names the gateway, nor on this machine", async () => {
    const env = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NO_PROXY: ".corp.test" };
    expect(await call(env, {}, noRetry)).toMatchObject({ code: "gateway-unreachable" });
    expect(await call(env, { url: gateway.url })).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual([]);
  });
});

describe("a proxy with TLS", () => {
  const openTls = async (tls: { key: string; cert: string }) => {
    await proxy.close();
    const ports = { "gateway.corp.test": front.port, "gateway.local": Number(new URL(gateway.url).port) };
    proxy = await openTestProxy({ ports, tls });
  };

  test("has a certificate for its own name or address, whatever the gateway's is", async () => {
    await openTls(corp.issue("localhost", "127.0.0.1"));
    expect(await call({ HTTPS_PROXY: proxy.url })).toMatchObject({ ok: true });
    const byAddress = proxy.url.replace("localhost", "127.0.0.1");
    expect(await call({ HTTPS_PROXY: byAddress })).toMatchObject({ ok: true });
  });

  test("is refused if its certificate is only for the gateway's name", async () => {
    await openTls(corp.issue("gateway.corp.test"));
    const refused = await call({ HTTPS_PROXY: proxy.url });
    expect(refused).toMatchObject({
      code: "proxy-refused",
      message: expect.stringContaining("certificate of the proxy"),
    });
    expect(proxy.asked).toEqual([]);
  });

  test("is trusted as soon as its authority is, also on the way to a gateway without TLS", async () => {
    const fresh = makeTestAuthority("Fresh Root");
    await openTls(fresh.issue("localhost"));
    own = [fresh.pem];
    const network = networkOf({}, proxy.url);
    expect(await call({}, { url: "ws://gateway.local:18789" }, { network })).toMatchObject({ ok: true });
  });
});

describe("a proxy that fails", () => {
  const asUser = (password: string) => proxy.url.replace("//", `//me:${password}@`);

  test("by asking for a password, until the right one is given, is told as such and without it", async () => {
    await proxy.close();
    const authorization = `Basic ${btoa(`me:${secret}`)}`;
    proxy = await openTestProxy({ ports: { "gateway.corp.test": front.port }, authorization });
    const asked = await call({ HTTPS_PROXY: proxy.url });
    expect(asked).toMatchObject({ code: "proxy-credentials", message: expect.stringContaining("asks for a user") });
    const wrong = await call({ HTTPS_PROXY: asUser(`${secret}-wrong`) });
    expect(wrong).toMatchObject({ code: "proxy-credentials", message: expect.not.stringContaining(secret) });
    expect(await call({ HTTPS_PROXY: asUser(secret) })).toMatchObject({ ok: true });
    const connection = optionsTo(target(), { network: networkOf({ HTTPS_PROXY: proxy.url }) });
    expect(await checkGateway({ connection })).toMatchObject({
      failedStage: "address",
      failure: { code: "proxy-credentials" },
    });
  });

  test("by refusing is told as such, and by not reaching the gateway is tried again", async () => {
    proxy.status = 403;
    expect(await call({ HTTPS_PROXY: proxy.url })).toMatchObject({ code: "proxy-refused" });
    expect(proxy.asked).toHaveLength(1);
    proxy.status = 503;
    proxy.failures = 2;
    expect(await call({ HTTPS_PROXY: proxy.url })).toMatchObject({ ok: true });
    expect(proxy.asked).toHaveLength(4);
  });

  test.each([
    { status: 500, isTriedAgain: true },
    { status: 521, isTriedAgain: true },
    { status: 501, isTriedAgain: false },
    { status: 505, isTriedAgain: false },
  ])("with status $status", async ({ status, isTriedAgain }) => {
    proxy.status = status;
    proxy.failures = 1;
    const expected = isTriedAgain ? { ok: true } : { code: "proxy-refused" };
    expect(await call({ HTTPS_PROXY: proxy.url })).toMatchObject(expected);
  });

  test("by an answer that never ends is given up, and tried again", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.write("HTTP/1.1 200 Connection established\r\nx: ");
      const trickle = setInterval(() => socket.write("x"), 5);
      socket.on("close", () => clearInterval(trickle));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(
        await call({ HTTPS_PROXY: `http://127.0.0.1:${port}` }, {}, { ...noRetry, connectTimeoutMs: 60 }),
      ).toMatchObject({
        code: "proxy-unreachable",
        message: expect.stringMatching(/unreachable for .*does not answer \(ETIMEDOUT\)/s),
      });
    } finally {
      server.close();
    }
  });

  test("by being away is tried again, and told as the proxy's failure in the end", async () => {
    const { port } = proxy;
    await proxy.close();
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` };
    expect(await call(env, {}, noRetry)).toMatchObject({
      code: "proxy-unreachable",
      message: expect.stringContaining(`nothing listens at the proxy 127.0.0.1:${port} (ECONNREFUSED)`),
    });
    const calling = call(env);
    proxy = await openTestProxy({ ports: { "gateway.corp.test": front.port }, port });
    expect(await calling).toMatchObject({ ok: true });
  });

  test("by its name or its kind is told at once, and an unknown name only of a gateway that was never reached", async () => {
    const env = { HTTPS_PROXY: "http://proxy.invalid:1" };
    expect(await call(env)).toMatchObject({
      code: "proxy-unreachable",
      message: expect.stringContaining("is not known"),
    });
    const reached = { wasReached: () => true, retryPolicy: { baseMs: 1, maxMs: 1, jitter: 0, giveUpAfterMs: 20 } };
    expect(await call(env, {}, reached)).toMatchObject({
      code: "proxy-unreachable",
      message: expect.stringContaining("unreachable for"),
    });
    const socks = await call({ ALL_PROXY: `socks5://me:${secret}@127.0.0.1:1` });
    expect(socks).toMatchObject({ code: "proxy-unusable", message: expect.not.stringContaining(secret) });
  });

  test("by not being one is not mistaken for a gateway", async () => {
    expect(await call({ HTTPS_PROXY: front.url.replace("wss:", "http:") }, {}, noRetry)).toMatchObject({
      code: expect.stringMatching(/^proxy-/),
    });
  });
});
