import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { addBrowserLink } from "../database/browser-sessions.ts";
import { contentSecurityPolicy } from "../page-headers.ts";
import { startBrowserHost } from "./start-browser-host.ts";
import { clientOver, type PageClient, TestHost } from "./test-browser-host.ts";

const tested = new TestHost();
const enter = async () => (await tested.openLink()).cookie;

beforeEach(async () => {
  await tested.open();
  return () => tested.host.close();
});
afterAll(() => tested.remove());

describe("the printed address", () => {
  it("exchanges its token for a cookie that no script and no other site gets", async () => {
    const { status, headers, body } = await tested.get(`/?token=${tested.token}`);
    expect(status).toBe(200);
    expect(body).toMatch(/content="0; url=\/#session=[\w-]{43}"/);
    expect(headers["set-cookie"]).toEqual([
      expect.stringMatching(/^flight-deck-\d+=[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Strict$/),
    ]);
    expect(headers["set-cookie"]?.[0]).not.toContain(tested.token);
  });

  it("opens nothing a second time, and says so", async () => {
    await enter();
    const { status, headers, body } = await tested.get(`/?token=${tested.token}`);
    expect(status).toBe(403);
    expect(headers["set-cookie"]).toBeUndefined();
    expect(body).toContain("This link has already been used");
  });

  it("is no trouble for whoever is in already", async () => {
    const cookie = await enter();
    expect(await tested.get(`/?token=${tested.token}`, { cookie })).toMatchObject({
      status: 303,
      headers: { location: "/" },
    });
  });

  it.each(["", "wrong", "x".repeat(43)])("opens nothing with the token %j", async (wrong) => {
    expect((await tested.get(`/?token=${wrong}`)).status).toBe(403);
    expect((await tested.get(`/?token=${tested.token}`)).status).toBe(200);
  });

  it("is not used up by a HEAD request", async () => {
    expect((await tested.get(`/?token=${tested.token}`, {}, "HEAD")).status).toBe(401);
    expect((await tested.get(`/?token=${tested.token}`)).status).toBe(200);
  });

  it("serves at 127.0.0.1 alone", () => {
    expect(new URL(tested.host.url).hostname).toBe("127.0.0.1");
  });
});

describe("a page", () => {
  it("is served to those who have the cookie, under the content security policy", async () => {
    const cookie = await enter();
    const { status, headers, body } = await tested.get("/", { cookie });
    expect(status).toBe(200);
    expect(body).toContain("<title>Flight Deck</title>");
    expect(headers).toMatchObject({
      "content-security-policy": contentSecurityPolicy,
      "content-type": "text/html; charset=utf-8",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(contentSecurityPolicy).toContain("frame-ancestors 'none'");
    expect(contentSecurityPolicy).not.toContain("unsafe");
    const script = await tested.get("/assets/main-abc123.js", { cookie });
    expect(script).toMatchObject({ status: 200, headers: { "content-type": "text/javascript; charset=utf-8" } });
    expect(script.headers["cache-control"]).toContain("immutable");
  });

  it("is served to no other browser", async () => {
    await enter();
    for (const path of ["/", "/index.html", "/assets/main-abc123.js"]) {
      const { status, headers, body } = await tested.get(path, { cookie: `flight-deck-${tested.port}=wrong` });
      expect(status).toBe(401);
      expect(body).not.toContain("<title>Flight Deck</title>");
      expect(headers["content-security-policy"]).toBe(contentSecurityPolicy);
    }
  });

  it("asks again from here where the browser withheld the cookie because it came from another site", async () => {
    const { status, body } = await tested.get("/", { "sec-fetch-site": "cross-site" });
    expect(status).toBe(401);
    expect(body).toContain('http-equiv="refresh"');
  });

  it.each(["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets"])(
    "is not found at %s",
    async (path) => {
      const { status, body } = await tested.get(path, { cookie: await enter() });
      expect(status).toBe(404);
      expect(body).not.toContain("not for browsers");
    },
  );

  it("is refused under another host name, whose owner had it point here", async () => {
    const cookie = await enter();
    for (const name of [
      "attacker.example",
      `localhost:${tested.port}`,
      `attacker.example:${tested.port}`,
      "127.0.0.1",
      "localhost:1",
      `127.0.0.1.nip.io:${tested.port}`,
    ]) {
      expect((await tested.get("/", { cookie, host: name })).status).toBe(421);
      expect((await tested.get(`/?token=${tested.token}`, { host: name })).headers["set-cookie"]).toBeUndefined();
    }
  });

  it.each(["//", "//[x", "http://["])("is not found under what is no address (%s)", async (path) => {
    expect((await tested.get(path, { host: `127.0.0.1:${tested.port}` })).status).toBe(400);
  });

  it("is refused to a page of elsewhere, and for anything but reading", async () => {
    const cookie = await enter();
    expect((await tested.get("/", { cookie, origin: "https://attacker.example" })).status).toBe(403);
    expect((await tested.get("/", { cookie, origin: "null" })).status).toBe(403);
    expect((await tested.get("/", { cookie }, "POST")).status).toBe(405);
  });
});

describe("the contract over the WebSocket", () => {
  let socket: WebSocket;
  let client: PageClient;

  beforeEach(async () => {
    socket = tested.openSocket(await tested.proved(await tested.openLink()));
    client = clientOver(socket);
    return () => socket.terminate();
  });

  it("answers, with the operator's errors as such", async () => {
    expect(await client.app.info()).toMatchObject({
      host: "browser",
      practice: { present: false },
      keyId: tested.host.hostedApp.services.vault.keyId,
      keyPlace: "file",
      canMoveKey: false,
    });
    await expect(client.agents.get({ id: "x" })).rejects.toMatchObject({
      code: "FLIGHT_DECK",
      data: { code: "not-found" },
    });
  });

  it("lists the browsers with a session, and tells which one asks", async () => {
    const otherBrowser = addBrowserLink(tested.host.hostedApp.services.database, 60_000);
    const other = tested.openSocket(await tested.proved(await tested.openLink(otherBrowser)));
    const thisOf = async (each: PageClient) =>
      (await each.app.browserSessions()).filter(({ isThis }) => isThis).map(({ id }) => id);
    const [own, others] = [await thisOf(client), await thisOf(clientOver(other))];
    expect([own.length, others.length]).toEqual([1, 1]);
    expect(own).not.toEqual(others);
    other.terminate();
  });

  it("tells of changes until the page goes", async () => {
    const changes = await client.app.changes();
    const next = changes.next();
    await client.app.saveSettings({ theme: "dark" });
    expect(await next).toMatchObject({ value: { topics: expect.arrayContaining(["settings"]) } });
    socket.terminate();
  });
});

describe("a second host on the same data folder", () => {
  it("is refused with a clear message, until the first has ended", async () => {
    const second = startBrowserHost(tested.options);
    await expect(second).rejects.toMatchObject({
      code: "data-dir-locked",
      message: expect.stringContaining(String(process.pid)),
    });
  });
});
