import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type HostAnswer,
  importSessionKey,
  proofOf,
  proofProtocol,
  sessionPath,
  socketProtocol,
} from "../../shared/session-proof.ts";
import { addBrowserLink, endBrowserSessions, listBrowserSessions } from "../database/browser-sessions.ts";
import { TestHost } from "./test-browser-host.ts";

const tested = new TestHost();

beforeEach(async () => {
  await tested.open();
  endBrowserSessions(tested.host.hostedApp.services.database);
  return () => tested.host.close();
});
afterAll(() => tested.remove());

describe("the WebSocket", () => {
  const own = () => ({ origin: `http://127.0.0.1:${tested.port}` });

  it("is opened for our own pages with the cookie and a proof that they have the key", async () => {
    const entered = await tested.openLink();
    expect(await tested.upgrade(await tested.proved(entered))).toBe("open");
  });

  it("is refused without the cookie", async () => {
    const { headers, protocols = [] } = await tested.proved(await tested.openLink());
    expect(await tested.upgrade({ headers: own(), protocols })).toBe(401);
    expect(
      await tested.upgrade({ headers: { ...headers, cookie: `flight-deck-${tested.port}=wrong` }, protocols }),
    ).toBe(401);
  });

  it("is refused to a program that a browser sent our cookie to, whatever it proves", async () => {
    const { cookie } = await tested.openLink();
    expect(await tested.upgrade({ headers: { ...own(), cookie } })).toBe(401);
    expect(await tested.upgrade({ headers: { ...own(), cookie }, protocols: [socketProtocol] })).toBe(401);
    const guessed = "A".repeat(43);
    expect(await tested.upgrade(await tested.proved({ cookie, secret: guessed }))).toBe(401);
    // The host's own proof, for a challenge that it gave out, does not count as a page's.
    const first = JSON.parse((await tested.get(`${sessionPath}?challenge=x`, { cookie })).body) as HostAnswer;
    const { body } = await tested.get(`${sessionPath}?challenge=${first.challenge}`, { cookie });
    const { proof } = JSON.parse(body) as HostAnswer;
    expect(
      await tested.upgrade({
        headers: { ...own(), cookie },
        protocols: [socketProtocol, proofProtocol({ challenge: first.challenge, proof })],
      }),
    ).toBe(401);
  });

  it("is opened once for a proof", async () => {
    const request = await tested.proved(await tested.openLink());
    expect(await tested.upgrade(request)).toBe("open");
    expect(await tested.upgrade(request)).toBe(401);
  });

  it("is refused to a page of elsewhere, whose browser sends the cookie along", async () => {
    const { headers, protocols = [] } = await tested.proved(await tested.openLink());
    const { cookie = "" } = headers;
    for (const origin of [
      "https://attacker.example",
      "http://127.0.0.1:1",
      `https://127.0.0.1:${tested.port}`,
      "null",
    ]) {
      expect(await tested.upgrade({ headers: { ...headers, origin }, protocols })).toBe(403);
    }
    expect(await tested.upgrade({ headers: { cookie }, protocols })).toBe(403);
  });

  it("is refused under another host name", async () => {
    const { headers, protocols = [] } = await tested.proved(await tested.openLink());
    expect(await tested.upgrade({ headers: { ...headers, host: `attacker.example:${tested.port}` }, protocols })).toBe(
      421,
    );
  });

  it("is nowhere else", async () => {
    expect(await tested.upgrade(await tested.proved(await tested.openLink()), "/")).toBe(404);
  });

  it("proves to a page that it has the key, too, and gives no proof without the cookie", async () => {
    const { cookie, secret } = await tested.openLink();
    const { body } = await tested.get(`${sessionPath}?challenge=mine`, { cookie, host: `127.0.0.1:${tested.port}` });
    const expected = await proofOf(await importSessionKey(secret), "host", `127.0.0.1:${tested.port}`, "mine");
    expect(JSON.parse(body)).toMatchObject({ proof: expected });
    expect(body).not.toContain(secret);
    expect((await tested.get(`${sessionPath}?challenge=mine`)).status).toBe(401);
  });
});

describe("a session", () => {
  const database = () => tested.host.hostedApp.services.database;

  it("outlives the host, which takes the same port again; a link does not", async () => {
    const entered = await tested.openLink();
    const [portBefore, tokenBefore] = [tested.port, addBrowserLink(database(), 60_000)];
    await tested.host.close();
    await tested.open({ port: null });
    expect(tested.port).toBe(portBefore);
    expect(await tested.upgrade(await tested.proved(entered))).toBe("open");
    expect((await tested.get(`/?token=${tokenBefore}`)).status).toBe(403);
  });

  it("is for one port: where the host has another, the browser is let in again", async () => {
    const { cookie } = await tested.openLink();
    const portBefore = tested.port;
    await tested.host.close();
    await tested.open({ port: 0 });
    expect(tested.port).not.toBe(portBefore);
    const moved = cookie.replace(String(portBefore), String(tested.port));
    expect((await tested.get("/", { cookie: moved })).status).toBe(401);
  });

  it("is listed with its browser, and closes its pages when it is ended, also by another process", async () => {
    await tested.openLink(addBrowserLink(database(), 60_000), {
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    });
    const entered = await tested.openLink();
    const names = listBrowserSessions(database()).map(({ browser }) => browser);
    expect(names).toContain("Firefox on Linux");
    const socket = tested.openSocket(await tested.proved(entered));
    await once(socket, "open");
    const closed = once(socket, "close");
    endBrowserSessions(database());
    expect((await closed)[0]).toBe(4401);
    expect((await tested.get("/", { cookie: entered.cookie })).status).toBe(401);
  });

  it("is replaced by a new link in the same browser, for example after its key was lost", async () => {
    const { cookie } = await tested.openLink();
    const next = await tested.openLink(addBrowserLink(database(), 60_000), { cookie });
    expect(await tested.upgrade(await tested.proved(next))).toBe("open");
    expect(listBrowserSessions(database())).toHaveLength(1);
    expect((await tested.get("/", { cookie })).status).toBe(401);
  });

  it("ends when it was not used for 14 days, and a link on demand is good for minutes", async () => {
    const { cookie } = await tested.openLink();
    const late = addBrowserLink(database(), 10 * 60_000);
    vi.setSystemTime(Date.now() + 11 * 60_000);
    expect((await tested.get(`/?token=${late}`)).status).toBe(403);
    expect((await tested.get("/", { cookie })).status).toBe(200);
    vi.setSystemTime(Date.now() + 14 * 86_400_000);
    expect((await tested.get("/", { cookie })).status).toBe(401);
    vi.useRealTimers();
  });

  it("is kept sealed: neither cookie, key nor link is in a file of the data folder", async () => {
    const { cookie, secret } = await tested.openLink();
    const link = addBrowserLink(database(), 60_000);
    for (const name of readdirSync(tested.dataDir)) {
      const path = join(tested.dataDir, name);
      if (!statSync(path).isFile()) continue;
      const text = readFileSync(path, "latin1");
      for (const one of [cookie.split("=")[1] ?? "", secret, link]) expect(text.includes(one), name).toBe(false);
    }
  });
});
