import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTlsFront, type TlsFront } from "../gateway/test-tls-front.ts";
import { makeTestAuthority } from "../network/test-authority.ts";
import { openTestProxy, type TestProxy } from "../network/test-proxy.ts";
import { openTestWebhook, type TestWebhook } from "../notifications/test-webhook.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

/* A gateway of a company: behind TLS by its own authority, under a name that only its proxy knows. */

const corp = makeTestAuthority("Corp Root");
const password = "planted-password-of-the-proxy";
const authorization = `Basic ${btoa(`me:${password}`)}`;
let fixture: CliFixture;
let cli: TestCli;
let front: TlsFront;
let proxy: TestProxy;
let webhook: TestWebhook;

beforeEach(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  front = await openTlsFront(fixture.gateway.url, corp.issue("gateway.corp.test"));
  webhook = await openTestWebhook();
  const ports = { "gateway.corp.test": front.port, "hooks.corp.test": webhook.port };
  proxy = await openTestProxy({ ports, authorization });
  await fixture.importInto(cli, fixture.fleetWith({ url: "wss://gateway.corp.test" }));
});
afterEach(async () => {
  await proxy.close();
  await webhook.close();
  await front.close();
  await fixture.close();
});

const withPassword = () => `http://me:${password}@127.0.0.1:${proxy.port}`;
const text = (name: string, content: string) => cli.textFile(name, content);
const check = (env: Record<string, string> = {}) =>
  cli.jsonHere<Checked>(["gateway", "check", "Practice gateway"], { env });
type Checked = { ok: boolean; proxy: string | null; vouchedBy: string | null; failure: { code: string } | null };

describe("a gateway in a company's network", () => {
  it("is synced with its authority and proxy given, in a process of its own, and no place has the password", async () => {
    const trusted = await cli.spawn(["network", "trust", text("root.pem", corp.pem)]);
    expect(trusted).toMatchObject({ code: 0, stdout: expect.stringContaining("CN=Corp Root") });
    const set = await cli.spawn(["network", "proxy", "--url-file", text("proxy.txt", `${withPassword()}\n`)]);
    expect(set.stdout).toContain(`Proxy: 127.0.0.1:${proxy.port}, with user and password`);
    const synced = await cli.spawn(["sync", "--gateway", "Practice gateway"]);
    expect([synced.code, synced.stderr.includes("Warning")]).toEqual([0, false]);
    expect(fixture.gateway.agentIds.length).toBeGreaterThan(5);
    expect(new Set(proxy.asked)).toEqual(new Set(["CONNECT gateway.corp.test:443"]));
    const { json } = await check();
    expect(json).toMatchObject({ ok: true, proxy: `127.0.0.1:${proxy.port}`, vouchedBy: "own" });
    proxy.status = 403;
    expect((await check()).json.failure).toEqual(expect.objectContaining({ code: "proxy-refused" }));
    await cli.runHere(["sync", "--gateway", "Practice gateway", "--give-up-after", "0"]);
    await cli.runHere(["runs", "show", "last"]);
    expect(placesWith(password)).toEqual([]);
    expect(placesWith(btoa(`me:${password}`))).toEqual([]);
  }, 120_000);

  it("is reached with what the environment says, as NODE_EXTRA_CA_CERTS and HTTPS_PROXY", async () => {
    const env = { NODE_EXTRA_CA_CERTS: text("root.pem", corp.pem), https_proxy: withPassword() };
    expect((await check(env)).json).toMatchObject({ ok: true, vouchedBy: "extra" });
    const missing = { ...env, NODE_EXTRA_CA_CERTS: join(cli.dataDir, "secret-folder", "missing.pem") };
    const without = await check(missing);
    expect(without.json.failure).toMatchObject({ code: "gateway-tls" });
    expect(without.stderr).toBe(
      "Warning: NODE_EXTRA_CA_CERTS: the file cannot be read (ENOENT). Its authorities are not trusted.\n",
    );
    const shown = await cli.runHere(["network", "show"], { env: missing });
    expect(shown.stdout).toContain(`Proxy: 127.0.0.1:${proxy.port} (from the environment)`);
    expect(shown.stdout).toContain("NODE_EXTRA_CA_CERTS: the file cannot be read (ENOENT)");
    expect(fixture.transcript()).not.toContain(password);
    expect((await check({ ...env, NO_PROXY: "corp.test" })).json.failure).toMatchObject({
      code: "gateway-unreachable",
    });
    expect((await check({ ...env, https_proxy: proxy.url })).json.failure).toMatchObject({ code: "proxy-credentials" });
  });

  it("has its webhooks and its base URL behind the proxy, too", async () => {
    const mission = createServer((_, response) => response.end('{"ok": true}'));
    await new Promise<void>((resolve) => mission.listen(0, "127.0.0.1", resolve));
    await proxy.close();
    const { port } = mission.address() as { port: number };
    proxy = await openTestProxy({ ports: { "mission.corp.test": port, "hooks.corp.test": webhook.port } });
    const env = { HTTP_PROXY: proxy.url };
    await cli.runHere(["gateway", "edit", "Practice gateway", "--base-url", "http://mission.corp.test"]);
    const { json } = await cli.jsonHere<{ baseUrl: object }>(["gateway", "check", "Practice gateway"], { env });
    expect(json.baseUrl).toMatchObject({ state: "answers" });
    mission.close();
    const url = new URL(webhook.url);
    url.host = "hooks.corp.test";
    await cli.runHere(["notify", "add", "Team", "--url-file", text("hook.txt", url.href)]);
    // A proxy that the operator did not set does not get the address, which is a secret.
    expect((await cli.runHere(["notify", "test", "Team"], { env })).code).not.toBe(0);
    expect(proxy.asked).toHaveLength(1);
    await cli.runHere(["network", "proxy", proxy.url]);
    expect((await cli.runHere(["notify", "test", "Team"])).code).toBe(0);
    expect(webhook.received).toHaveLength(1);
    expect(proxy.asked).toEqual(["GET http://mission.corp.test/health", `POST ${url.href}`]);
    proxy.status = 407;
    const asked = await cli.runHere(["notify", "test", "Team"]);
    expect(asked.stdout).toMatch(/did not take it: the proxy 127\.0\.0\.1:\d+ asks for a user and a password/);
  });
});

it("refuses what it should not be given, and says how the proxy is chosen", async () => {
  const key = await cli.runHere(["network", "trust", text("key.pem", corp.pem + corp.privateKeyPem)]);
  expect(key).toMatchObject({ code: 2, stderr: expect.stringContaining("private key") });
  expect(placesWith(corp.privateKeyPem.slice(40, 80))).toEqual([]);
  const argument = await cli.runHere(["network", "proxy", withPassword()]);
  expect(argument).toMatchObject({ code: 2, stderr: expect.stringContaining("--url-file") });
  expect((await cli.runHere(["network", "proxy"])).code).toBe(2);
  expect((await cli.runHere(["network", "proxy", "socks5://127.0.0.1:1"])).stderr).toContain("SOCKS");
  const set = await cli.runHere(["network", "proxy", "http://proxy.test:3128", "--except", ".corp.test"]);
  expect(set.stdout).toMatch(/^Proxy: proxy\.test:3128\nWithout it: \.corp\.test\n/);
  expect((await cli.runHere(["network", "proxy", "--except", ""])).stdout).toMatch(/^Proxy: proxy\.test:3128\n\n/);
  expect((await cli.runHere(["network", "proxy", "--none"])).stdout).toMatch(/^Proxy: none\n/);
  expect((await cli.runHere(["network", "proxy", "--automatic"])).stdout).toContain("the environment names none");
  await cli.runHere(["network", "trust", text("root.pem", corp.pem)]);
  const { json } = await cli.jsonHere<{ authorities: { sha256: string }[] }>(["network", "show"]);
  const [authority] = json.authorities;
  expect((await cli.runHere(["network", "distrust", "00:00"])).code).toBe(2);
  expect((await cli.runHere(["network", "distrust", authority?.sha256 ?? ""])).code).toBe(0);
  expect((await cli.runHere(["network", "show"])).stdout).toContain("No authority was given");
});

/** Every file of the data folder, and everything that was printed, that holds a text. */
function placesWith(secret: string): string[] {
  const files = readdirSync(cli.dataDir, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(cli.dataDir, name)).isFile(),
  );
  const found = files.filter((name) => readFileSync(join(cli.dataDir, name)).includes(secret));
  return [...found, ...(fixture.transcript().includes(secret) ? ["what was printed"] : [])];
}
