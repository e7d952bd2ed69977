import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { RouterClient } from "@orpc/server";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { contentSecurityPolicy } from "../page-headers.ts";
import type { FlightDeckRouter } from "../router/create-router.ts";
import { type BrowserHost, startBrowserHost } from "./start-browser-host.ts";

const folder = mkdtempSync(join(tmpdir(), "flight-deck-browser-"));
const rendererFolder = join(folder, "renderer");
mkdirSync(join(rendererFolder, "assets"), { recursive: true });
writeFileSync(join(rendererFolder, "index.html"), "<!doctype html><title>Flight Deck</title>");
writeFileSync(join(rendererFolder, "assets", "main-abc123.js"), "export {}");
writeFileSync(join(folder, "secret.txt"), "not for browsers");

let host: BrowserHost;
let port: number;
let token: string;

async function open(): Promise<void> {
  host = await startBrowserHost({ dataDir: join(folder, "data"), env: {}, practice: false, rendererFolder });
  const url = new URL(host.url);
  port = Number(url.port);
  token = url.searchParams.get("token") ?? "";
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

/** Not fetch, because a test must be able to send any Host. */
function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}

async function enter(): Promise<string> {
  const { headers } = await get(`/?token=${token}`);
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

/** The result of a WebSocket request with these headers: "open", or the status of the refusal. */
function upgrade(headers: Record<string, string>, path = "/rpc"): Promise<string | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on("open", () => {
      resolve("open");
      socket.close();
    });
    socket.on("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => {});
  });
}

beforeEach(async () => {
  await open();
  return () => host.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the printed address", () => {
  it("exchanges its token for a cookie that no script and no other site gets", async () => {
    const { status, headers } = await get(`/?token=${token}`);
    expect(status).toBe(303);
    expect(headers.location).toBe("/");
    expect(headers["set-cookie"]).toEqual([
      expect.stringMatching(/^flight-deck-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(headers["set-cookie"]?.[0]).not.toContain(token);
  });

  it("opens nothing a second time, and says so", async () => {
    await enter();
    const { status, headers, body } = await get(`/?token=${token}`);
    expect(status).toBe(403);
    expect(headers["set-cookie"]).toBeUndefined();
    expect(body).toContain("This link has already been used");
  });

  it("is no trouble for whoever is in already", async () => {
    const cookie = await enter();
    expect(await get(`/?token=${token}`, { cookie })).toMatchObject({ status: 303, headers: { location: "/" } });
  });

  it.each(["", "wrong", "x".repeat(43)])("opens nothing with the token %j", async (wrong) => {
    expect((await get(`/?token=${wrong}`)).status).toBe(403);
    expect((await get(`/?token=${token}`)).status).toBe(303);
  });

  it("is not used up by a HEAD request", async () => {
    expect((await get(`/?token=${token}`, {}, "HEAD")).status).toBe(401);
    expect((await get(`/?token=${token}`)).status).toBe(303);
  });

  it("serves at 127.0.0.1 alone", () => {
    expect(new URL(host.url).hostname).toBe("127.0.0.1");
  });
});

describe("a page", () => {
  it("is served to those who have the cookie, under the content security policy", async () => {
    const cookie = await enter();
    const { status, headers, body } = await get("/", { cookie });
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
    const script = await get("/assets/main-abc123.js", { cookie });
    expect(script).toMatchObject({ status: 200, headers: { "content-type": "text/javascript; charset=utf-8" } });
    expect(script.headers["cache-control"]).toContain("immutable");
  });

  it("is served to no other browser", async () => {
    await enter();
    for (const path of ["/", "/index.html", "/assets/main-abc123.js"]) {
      const { status, headers, body } = await get(path, { cookie: `flight-deck-${port}=wrong` });
      expect(status).toBe(401);
      expect(body).not.toContain("<title>Flight Deck</title>");
      expect(headers["content-security-policy"]).toBe(contentSecurityPolicy);
    }
  });

  it("asks again from here where the browser withheld the cookie because it came from another site", async () => {
    const { status, body } = await get("/", { "sec-fetch-site": "cross-site" });
    expect(status).toBe(401);
    expect(body).toContain('http-equiv="refresh"');
  });

  it.each(["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets"])(
    "is not found at %s",
    async (path) => {
      const { status, body } = await get(path, { cookie: await enter() });
      expect(status).toBe(404);
      expect(body).not.toContain("not for browsers");
    },
  );

  it("is refused under another host name, whose owner had it point here", async () => {
    const cookie = await enter();
    for (const name of [
      "attacker.example",
      `attacker.example:${port}`,
      "127.0.0.1",
      "localhost:1",
      `127.0.0.1.nip.io:${port}`,
    ]) {
      expect((await get("/", { cookie, host: name })).status).toBe(421);
      expect((await get(`/?token=${token}`, { host: name })).headers["set-cookie"]).toBeUndefined();
    }
    expect((await get("/", { cookie, host: `localhost:${port}` })).status).toBe(200);
  });

  it.each(["//", "//[x", "http://["])("is not found under what is no address (%s)", async (path) => {
    expect((await get(path, { host: `127.0.0.1:${port}` })).status).toBe(400);
  });

  it("is refused to a page of elsewhere, and for anything but reading", async () => {
    const cookie = await enter();
    expect((await get("/", { cookie, origin: "https://attacker.example" })).status).toBe(403);
    expect((await get("/", { cookie, origin: "null" })).status).toBe(403);
    expect((await get("/", { cookie }, "POST")).status).toBe(405);
  });
});

describe("the WebSocket", () => {
  const own = () => ({ origin: `http://127.0.0.1:${port}` });

  it("is opened for our own pages with the cookie", async () => {
    const cookie = await enter();
    expect(await upgrade({ ...own(), cookie })).toBe("open");
    expect(await upgrade({ origin: `http://localhost:${port}`, cookie })).toBe("open");
  });

  it("is refused without the cookie", async () => {
    await enter();
    expect(await upgrade(own())).toBe(401);
    expect(await upgrade({ ...own(), cookie: `flight-deck-${port}=wrong` })).toBe(401);
  });

  it("is refused to a page of elsewhere, whose browser sends the cookie along", async () => {
    const cookie = await enter();
    for (const origin of ["https://attacker.example", "http://127.0.0.1:1", `https://127.0.0.1:${port}`, "null"]) {
      expect(await upgrade({ origin, cookie })).toBe(403);
    }
    expect(await upgrade({ cookie })).toBe(403);
  });

  it("is refused under another host name", async () => {
    const cookie = await enter();
    expect(await upgrade({ ...own(), cookie, host: `attacker.example:${port}` })).toBe(421);
  });

  it("is nowhere else", async () => {
    expect(await upgrade({ ...own(), cookie: await enter() }, "/")).toBe(404);
  });
});

describe("the contract over the WebSocket", () => {
  let socket: WebSocket;
  let client: RouterClient<FlightDeckRouter>;

  beforeEach(async () => {
    const headers = { cookie: await enter(), origin: `http://127.0.0.1:${port}` };
    socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers });
    client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
    return () => socket.terminate();
  });

  it("answers, with the operator's errors as such", async () => {
    expect(await client.app.info()).toMatchObject({ host: "browser", practice: { present: false } });
    await expect(client.agents.get({ id: "x" })).rejects.toMatchObject({
      code: "FLIGHT_DECK",
      data: { code: "not-found" },
    });
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
    const second = startBrowserHost({ dataDir: join(folder, "data"), env: {}, practice: false, rendererFolder });
    await expect(second).rejects.toMatchObject({
      code: "data-dir-locked",
      message: expect.stringContaining(String(process.pid)),
    });
  });
});
