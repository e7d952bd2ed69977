import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { practiceIds } from "../../practice-gateway/practice-fleet.ts";
import { readGateway } from "../database/gateways.ts";
import { type BrowserHost, startBrowserHost } from "./start-browser-host.ts";
import { resetAt, resetStages } from "./test-resets.ts";

let folder: string;
let host: BrowserHost | null = null;
/** Errors that would have ended the process. */
let crashes: unknown[];
const noteCrash = (error: unknown) => crashes.push(error);

beforeEach(() => {
  crashes = [];
  process.prependListener("uncaughtException", noteCrash);
  folder = mkdtempSync(join(tmpdir(), "flight-deck-resets-"));
  mkdirSync(join(folder, "renderer", "assets"), { recursive: true });
  writeFileSync(join(folder, "renderer", "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "renderer", "assets", "large.js"), "x".repeat(20_000_000));
});
afterEach(async () => {
  await host?.close();
  process.removeListener("uncaughtException", noteCrash);
  rmSync(folder, { recursive: true, force: true });
});

it("a connection whose upgrade was refused is closed, though the other side keeps it open", async () => {
  host = await startBrowserHost({ dataDir: join(folder, "data"), env: {}, practice: false });
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(host.url).port), allowHalfOpen: true });
  socket.on("error", () => {});
  socket.write("GET /rpc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 421 /);
  await once(socket, "end");
  // Only a connection that is closed refuses what is sent to it.
  const closed = new Promise((resolve) => socket.on("close", resolve));
  const sending = setInterval(() => socket.write("x"), 20);
  await closed;
  clearInterval(sending);
}, 20_000);

it("300 connections that are reset at every stage end neither the host nor a run that is under way", async () => {
  const underWay = Promise.withResolvers<void>();
  host = await startBrowserHost({
    dataDir: join(folder, "data"),
    env: {},
    rendererFolder: join(folder, "renderer"),
    onPracticeEvent: ({ type }) => type === "gateway-connected" && underWay.resolve(),
  });
  const { hostedApp } = host;
  const url = new URL(host.url);
  const entered = await fetch(url, { redirect: "manual" });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  await underWay.promise;
  const ports = [
    Number(url.port),
    Number(new URL(readGateway(hostedApp.services.database, practiceIds.gatewayId).url).port),
  ];
  for (let round = 0; round < 10; round += 1) {
    const resets = ports.flatMap((port) => resetStages({ port, cookie }).map((stage) => resetAt(port, stage)));
    await Promise.all(resets);
  }
  const client = createRouterClient(hostedApp.router, { context: {} });
  await expect.poll(async () => (await client.runs.list({}))[0]?.status, { timeout: 20_000 }).toBe("succeeded");
  expect(crashes).toEqual([]);
  expect((await fetch(url.origin, { headers: { cookie } })).status).toBe(200);
});
