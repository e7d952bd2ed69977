import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseProxy, environmentProxies, type ProxySetting, proxyInPac } from "./choose-proxy.ts";

const automatic: ProxySetting = { mode: "automatic", address: null, exceptions: "" };
const choose = async (url: string, over: Partial<Parameters<typeof chooseProxy>[1]> = {}) => {
  const found = await chooseProxy(new URL(url), { setting: automatic, env: {}, systemProxyOf: null, ...over });
  return found && `${found.source} ${found.address.shown}`;
};

describe("the proxy", () => {
  const env = { HTTPS_PROXY: "http://secure:1", http_proxy: "plain:2", NO_PROXY: "internal.test, 10.0.0.0/8" };

  test("is that of the environment, by the scheme of the address, in small letters or capitals", async () => {
    expect(await choose("wss://gateway.corp.test", { env })).toBe("environment secure:1");
    expect(await choose("http://mission.corp.test", { env })).toBe("environment plain:2");
    expect(await choose("https://hooks.test", { env: { ALL_PROXY: "http://all:3" } })).toBe("environment all:3");
    expect(await choose("https://hooks.test", { env: { https_proxy: "http://a:1", HTTPS_PROXY: "http://b:2" } })).toBe(
      "environment a:1",
    );
    expect(await choose("wss://gateway.corp.test")).toBeNull();
  });

  test("of the settings counts before the others, and none means none", async () => {
    const set = { ...automatic, mode: "address", address: "http://me:pw@set:9" } as const;
    expect(await choose("wss://gateway.corp.test", { env, setting: set })).toBe("setting set:9");
    expect(await choose("wss://gateway.corp.test", { env, setting: { ...automatic, mode: "none" } })).toBeNull();
  });

  test("reads no secret, unless the operator has set it", async () => {
    const systemProxyOf = async () => "PROXY system:8080";
    const set = { ...automatic, mode: "address", address: "set:9" } as const;
    for (const url of ["ws://gateway.corp.test", "http://hooks.corp.test/secret"]) {
      const over = { systemProxyOf, isSecret: url.startsWith("http") };
      expect(await choose(url, { ...over, env })).toBeNull();
      expect(await choose(url, { ...over, env: { ALL_PROXY: "http://all:3" } })).toBeNull();
      expect(await choose(url, { ...over, env, setting: set })).toBe("setting set:9");
    }
    expect(await choose("https://hooks.corp.test/secret", { env, isSecret: true })).toBe("environment secure:1");
  });

  test("of the system is asked last, with an address of the web", async () => {
    const asked: string[] = [];
    const systemProxyOf = async (url: string) => {
      asked.push(url);
      return "PROXY system:8080; DIRECT";
    };
    expect(await choose("wss://gateway.corp.test:8443/x?token=1", { systemProxyOf })).toBe("system system:8080");
    expect(asked).toEqual(["https://gateway.corp.test:8443/"]);
    expect(await choose("wss://gateway.corp.test", { env, systemProxyOf })).toBe("environment secure:1");
    expect(asked).toHaveLength(1);
  });

  test("is not used for this machine, nor for what NO_PROXY or the settings name", async () => {
    const setting = { ...automatic, exceptions: "gateway.corp.test:8443" };
    for (const url of [
      ...["ws://127.0.0.1:18789", "ws://localhost:1", "wss://[::1]:1", "ws://127.8.8.8", "wss://internal.test"],
      ...["wss://deep.internal.test", "wss://10.20.30.40", "wss://gateway.corp.test:8443"],
    ])
      expect([url, await choose(url, { env, setting })]).toEqual([url, null]);
    for (const url of ["wss://notinternal.test", "wss://11.0.0.1", "wss://gateway.corp.test"])
      expect([url, await choose(url, { env, setting })]).not.toEqual([url, null]);
    expect(await choose("wss://gateway.corp.test", { env: { ...env, NO_PROXY: "*" } })).toBeNull();
    expect(await choose("wss://[fd00::1]", { env: { ...env, NO_PROXY: "fd00::/8" } })).toBeNull();
  });

  test("of the kind SOCKS, and an address that is none, are refused in words without the address", async () => {
    for (const HTTPS_PROXY of [
      "socks5://me:hunter2pass@host:1080",
      "http://me:hunter2pass@host/path",
      "http://[hunter2pass",
    ])
      await expect(choose("wss://gateway.corp.test", { env: { HTTPS_PROXY } })).rejects.toMatchObject({
        code: "proxy-unusable",
        message: expect.not.stringContaining("hunter2pass"),
      });
  });
});

test("the answer of a PAC file", () => {
  expect(proxyInPac("DIRECT")).toBeNull();
  expect(proxyInPac("SOCKS5 s:1; PROXY p:2")).toBe("http://p:2");
  expect(proxyInPac("HTTPS p:443")).toBe("https://p:443");
  expect(proxyInPac("SOCKS s:1")).toBe("socks://s:1");
  expect(proxyInPac("")).toBeNull();
});

test("what is shown of the environment has no password, and any text is read or refused", () => {
  expect(environmentProxies({ HTTPS_PROXY: "http://me:hunter2pass@p:1", ALL_PROXY: "socks5://s:1" })).toEqual([
    "p:1",
    "the proxy cannot be used: it is a SOCKS proxy, and Flight Deck speaks to HTTP proxies only",
  ]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (HTTPS_PROXY, NO_PROXY) => {
      expect(environmentProxies({ HTTPS_PROXY, NO_PROXY })).toBeInstanceOf(Array);
    }),
  );
});
