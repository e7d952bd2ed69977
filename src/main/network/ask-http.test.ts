import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { askHttp } from "./ask-http.ts";
import { createNetwork } from "./network.ts";
import { makeTestAuthority } from "./test-authority.ts";
import { openTestProxy, type TestProxy } from "./test-proxy.ts";
import { trustFrom } from "./trust.ts";

const corp = makeTestAuthority("Corp Root");
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A proxy with a certificate for this name, and a website behind it. */
async function openProxyFor(name: string): Promise<TestProxy> {
  trustFrom({ env: {}, own: () => [corp.pem], warn: () => {}, readSystem: async () => [] });
  const site = createServer((_, response) => response.end("ok"));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const { port } = site.address() as AddressInfo;
  const proxy = await openTestProxy({ ports: { "mission.corp.test": port }, tls: corp.issue(name) });
  closing.push(
    () => proxy.close(),
    () => site.close(),
  );
  return proxy;
}

function ask({ url: HTTP_PROXY }: TestProxy) {
  const readSetting = () => ({ mode: "automatic", address: null, exceptions: "" }) as const;
  const network = createNetwork({ env: { HTTP_PROXY }, readSetting, version: () => "" });
  const request = { method: "GET", headers: {}, signal: new AbortController().signal } as const;
  return askHttp(network, "http://mission.corp.test/health", request);
}

test("a proxy with TLS, whose authority was given, is asked by its own name", async () => {
  const { status, cancel } = await ask(await openProxyFor("localhost"));
  cancel();
  expect(status).toBe(200);
});

test("a proxy with a certificate for the website's name only gets no request", async () => {
  const proxy = await openProxyFor("mission.corp.test");
  await expect(ask(proxy)).rejects.toMatchObject({ cause: { code: "proxy-refused" } });
  expect(proxy.asked).toEqual([]);
});
