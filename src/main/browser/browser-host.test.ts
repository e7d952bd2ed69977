import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { RouterClient } from "@orpc/server";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import {
  type HostAnswer,
  importSessionKey,
  proofOf,
  proofProtocol,
  sessionFragment,
  sessionPath,
  socketProtocol,
} from "../../shared/session-proof.ts";
import { addBrowserLink, endBrowserSessions, listBrowserSessions } from "../database/browser-sessions.ts";
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

async function open(wish?: number | null): Promise<void> {
  const options = { dataDir: join(folder, "data"), env: {}, practice: false, rendererFolder };
  host = await startBrowserHost(wish === undefined ? options : { ...options, port: wish });
  const url = new URL(host.url);
  port = Number(url.port);
  token = url.searchParams.get("token") ?? "";
}

type SocketRequest = { headers: Record<string, string>; protocols?: string[] };
type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

/** Not fetch, because a test must be able to send any Host. */
function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
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

type Entered = { cookie: string; secret: string };

async function openLink(link = `/?token=${token}`): Promise<Entered> {
  const { headers } = await get(link);
  const cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  return { cookie, secret: headers.location?.split(sessionFragment)[1] ?? "" };
}

const enter = async (): Promise<string> => (await openLink()).cookie;

/** What a page sends to open its socket: cookie, origin, and its proof for a new challenge of the host. */
async function proved({ cookie, secret }: Entered, name = "127.0.0.1"): Promise<SocketRequest> {
  const own = `${name}:${port}`;
  const { body } = await get(`${sessionPath}?challenge=x`, { cookie, host: own });
  const { challenge } = JSON.parse(body) as HostAnswer;
  const proof = await proofOf(await importSessionKey(secret), "page", own, challenge);
  return { headers: { cookie, origin: `http://${own}`, host: own }, protocols: [socketProtocol, proofProtocol(proof)] };
}

/** The result of a WebSocket request with these headers: "open", or the status of the refusal. */
function upgrade({ headers, protocols = [] }: SocketRequest, path = "/rpc"): Promise<string | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { headers });
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
    expect(headers.location).toMatch(/^\/#session=[\w-]{43}$/);
    expect(headers["set-cookie"]).toEqual([
      expect.stringMatching(/^flight-deck-\d+=[\w-]{43}; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Strict$/),
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

  it("is opened for our own pages with the cookie and a proof that they have the key", async () => {
    const entered = await openLink();
    expect(await upgrade(await proved(entered))).toBe("open");
    expect(await upgrade(await proved(entered, "localhost"))).toBe("open");
  });

  it("is refused without the cookie", async () => {
    const { headers, protocols = [] } = await proved(await openLink());
    expect(await upgrade({ headers: own(), protocols })).toBe(401);
    expect(await upgrade({ headers: { ...headers, cookie: `flight-deck-${port}=wrong` }, protocols })).toBe(401);
  });

  it("is refused to a program that a browser sent our cookie to, whatever it proves", async () => {
    const { cookie } = await openLink();
    expect(await upgrade({ headers: { ...own(), cookie } })).toBe(401);
    expect(await upgrade({ headers: { ...own(), cookie }, protocols: [socketProtocol] })).toBe(401);
    const guessed = "A".repeat(43);
    expect(await upgrade(await proved({ cookie, secret: guessed }))).toBe(401);
    // The host's own proof, for a challenge that it gave out, does not count as a page's.
    const first = JSON.parse((await get(`${sessionPath}?challenge=x`, { cookie })).body) as HostAnswer;
    const { body } = await get(`${sessionPath}?challenge=${first.challenge}`, { cookie });
    const { proof } = JSON.parse(body) as HostAnswer;
    expect(await upgrade({ headers: { ...own(), cookie }, protocols: [socketProtocol, proofProtocol(proof)] })).toBe(
      401,
    );
  });

  it("is opened once for a proof, and only at the address that it was made for", async () => {
    const request = await proved(await openLink());
    const elsewhere = { ...request.headers, host: `localhost:${port}` };
    expect(await upgrade({ ...request, headers: elsewhere })).toBe(401);
    expect(await upgrade(request)).toBe("open");
    expect(await upgrade(request)).toBe(401);
  });

  it("is refused to a page of elsewhere, whose browser sends the cookie along", async () => {
    const { headers, protocols = [] } = await proved(await openLink());
    const { cookie = "" } = headers;
    for (const origin of ["https://attacker.example", "http://127.0.0.1:1", `https://127.0.0.1:${port}`, "null"]) {
      expect(await upgrade({ headers: { ...headers, origin }, protocols })).toBe(403);
    }
    expect(await upgrade({ headers: { cookie }, protocols })).toBe(403);
  });

  it("is refused under another host name", async () => {
    const { headers, protocols = [] } = await proved(await openLink());
    expect(await upgrade({ headers: { ...headers, host: `attacker.example:${port}` }, protocols })).toBe(421);
  });

  it("is nowhere else", async () => {
    expect(await upgrade(await proved(await openLink()), "/")).toBe(404);
  });

  it("proves to a page that it has the key, too, and gives no proof without the cookie", async () => {
    const { cookie, secret } = await openLink();
    const { body } = await get(`${sessionPath}?challenge=mine`, { cookie, host: `127.0.0.1:${port}` });
    const expected = await proofOf(await importSessionKey(secret), "host", `127.0.0.1:${port}`, "mine");
    expect(JSON.parse(body)).toMatchObject({ proof: expected });
    expect(body).not.toContain(secret);
    expect((await get(`${sessionPath}?challenge=mine`)).status).toBe(401);
  });
});

describe("a session", () => {
  const database = () => host.hostedApp.services.database;

  it("outlives the host, which takes the same port again; a link does not", async () => {
    const entered = await openLink();
    const [portBefore, tokenBefore] = [port, addBrowserLink(database(), 60_000)];
    await host.close();
    await open(null);
    expect(port).toBe(portBefore);
    expect(await upgrade(await proved(entered))).toBe("open");
    expect((await get(`/?token=${tokenBefore}`)).status).toBe(403);
  });

  it("is for one port: where the host has another, the browser is let in anew", async () => {
    const { cookie } = await openLink();
    const portBefore = port;
    await host.close();
    await open(0);
    expect(port).not.toBe(portBefore);
    const moved = cookie.replace(String(portBefore), String(port));
    expect((await get("/", { cookie: moved })).status).toBe(401);
  });

  it("is listed with its browser, and closes its pages when it is ended, also by another process", async () => {
    await get(`/?token=${addBrowserLink(database(), 60_000)}`, {
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    });
    const entered = await openLink();
    const names = listBrowserSessions(database()).map(({ browser }) => browser);
    expect(names).toContain("Firefox on Linux");
    const { headers, protocols } = await proved(entered);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, protocols, { headers });
    await once(socket, "open");
    const closed = once(socket, "close");
    endBrowserSessions(database());
    expect((await closed)[0]).toBe(4401);
    expect((await get("/", { cookie: entered.cookie })).status).toBe(401);
  });

  it("ends when it was not used for 14 days, and a link on demand is good for minutes", async () => {
    const { cookie } = await openLink();
    const late = addBrowserLink(database(), 10 * 60_000);
    vi.setSystemTime(Date.now() + 11 * 60_000);
    expect((await get(`/?token=${late}`)).status).toBe(403);
    expect((await get("/", { cookie })).status).toBe(200);
    vi.setSystemTime(Date.now() + 14 * 86_400_000);
    expect((await get("/", { cookie })).status).toBe(401);
    vi.useRealTimers();
  });

  it("is kept sealed: neither cookie, key nor link is in a file of the data folder", async () => {
    const { cookie, secret } = await openLink();
    const link = addBrowserLink(database(), 60_000);
    for (const name of readdirSync(join(folder, "data"))) {
      const path = join(folder, "data", name);
      if (!statSync(path).isFile()) continue;
      const text = readFileSync(path, "latin1");
      for (const one of [cookie.split("=")[1] ?? "", secret, link]) expect(text.includes(one), name).toBe(false);
    }
  });
});

describe("the contract over the WebSocket", () => {
  let socket: WebSocket;
  let client: RouterClient<FlightDeckRouter>;

  beforeEach(async () => {
    const { headers, protocols } = await proved(await openLink());
    socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, protocols, { headers });
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
