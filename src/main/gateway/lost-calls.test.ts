import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import {
  type PracticeGateway,
  type PracticeGatewayOptions,
  startPracticeGateway,
} from "../../practice-gateway/start-practice-gateway.ts";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError, UnknownResultError } from "./failure.ts";
import type { RetryPolicy, Waiting } from "./retry-clock.ts";
import { connectTo } from "./test-connection.ts";

const quick: RetryPolicy = { baseMs: 10, maxMs: 100, jitter: 0, giveUpAfterMs: 600_000 };
let gateway: PracticeGateway;
let connection: GatewayConnection;
let waits: Waiting[];

async function open(options: PracticeGatewayOptions = {}, policy: Partial<RetryPolicy> = {}): Promise<void> {
  gateway = await startPracticeGateway({ restartMs: 60, ...options });
  waits = [];
  connection = connectTo(gateway, { retryPolicy: { ...quick, ...policy } });
  connection.observe({ onWaiting: (waiting) => waits.push(waiting) });
}

afterEach(async () => {
  connection.close();
  await gateway.close();
});

const versions = ["2026.3.28", "2026.9.6"];
/** More than fits into one message, in answer to a read of this file. */
const tooMuch = (name: string, times = 100) =>
  gateway.inject({
    kind: "wrong-type",
    method: "agents.files.get",
    payload: "x".repeat(26 * 2 ** 20),
    match: (params) => params.name === name,
    times,
  });
const get = (name: string) => connection.call("agents.files.get", { agentId: "main", name });
const list = () => connection.call("agents.list", {});

describe.each(versions)("%s: an answer that is too large for a message", (version) => {
  test("fails the call it belongs to, and no other that was in flight", async () => {
    await open({ version });
    tooMuch("SOUL.md");
    const others = Array.from({ length: 20 }, list);
    const failure = await get("SOUL.md").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GatewayCallError);
    expect(failure).toMatchObject({ failure: { kind: "permanent", code: "too-large" } });
    for (const answer of await Promise.all(others)) expect(answer).toMatchObject({ defaultId: "main" });
    // The gateway did not count as away.
    expect(waits).toEqual([]);
  });

  test("several of them at once fail each by itself", async () => {
    await open({ version });
    const names = ["SOUL.md", "USER.md", "IDENTITY.md"];
    for (const name of names) tooMuch(name);
    const large = await Promise.allSettled([...names.map(get), get("MEMORY.md"), ...Array.from({ length: 5 }, list)]);
    expect(large.map(({ status }) => status)).toEqual([...Array(3).fill("rejected"), ...Array(6).fill("fulfilled")]);
    expect(waits).toEqual([]);
  });

  test("one that must not be sent twice tells that its answer was lost", async () => {
    await open({ version });
    tooMuch("SOUL.md", 1);
    const once = connection.call("agents.files.get", { agentId: "main", name: "SOUL.md" }, { kind: "once" });
    await expect(once).rejects.toBeInstanceOf(UnknownResultError);
  });
});

test("a call that is too large is not sent: it would end the connection for everything in flight", async () => {
  await open();
  const write = { agentId: "main", name: "SOUL.md", content: "x".repeat(26 * 2 ** 20) };
  const others = Array.from({ length: 20 }, list);
  await expect(connection.call("agents.files.set", write, { kind: "write" })).rejects.toMatchObject({
    failure: { kind: "permanent", code: "too-large" },
  });
  await Promise.all(others);
  expect(gateway.calls.get("agents.files.set")).toBeUndefined();
});

test("what an old gateway takes in one message is less", async () => {
  await open({ version: "2026.2.9" });
  const write = { agentId: "main", name: "SOUL.md", content: "x".repeat(600_000) };
  await expect(connection.call("agents.files.set", write, { kind: "write" })).rejects.toMatchObject({
    failure: { code: "too-large", message: expect.stringContaining("524 KB") },
  });
});

describe("a call under which the connection breaks each time", () => {
  test("fails by itself while the gateway answers the others", async () => {
    await open();
    gateway.inject({ kind: "drop", method: "agents.files.get", agentId: "main", times: 1000 });
    const others = Array.from({ length: 50 }, async (_, index) => {
      await sleep(index * 5);
      return list();
    });
    const failure = await get("SOUL.md").catch((error: unknown) => error);
    expect(failure).toMatchObject({
      failure: { kind: "permanent", message: expect.stringContaining("connection broke") },
    });
    for (const answer of await Promise.all(others)) expect(answer).toMatchObject({ defaultId: "main" });
  });

  test("is not to blame for a gateway that goes away", async () => {
    await open();
    const calls = Array.from({ length: 30 }, list);
    for (let outage = 0; outage < 6; outage += 1) {
      calls.push(...Array.from({ length: 5 }, list));
      await gateway.kill();
      await sleep(30);
      await gateway.start();
      await sleep(30);
    }
    for (const answer of await Promise.all(calls)) expect(answer).toMatchObject({ defaultId: "main" });
  });
});

describe.each(versions)("%s: a read whose answer is lost while others are answered", (version) => {
  test("is sent again, long before its time limit, and keeps no other waiting", async () => {
    await open({ version }, { readAgainAfterMs: 50 });
    gateway.inject({ kind: "no-answer", method: "config.get", times: 3 });
    const pings = setInterval(() => void list().catch(() => undefined), 20);
    try {
      await expect(connection.call("config.get", {})).resolves.toMatchObject({ hash: expect.any(String) });
    } finally {
      clearInterval(pings);
    }
    expect(gateway.calls.get("config.get")).toBe(4);
    expect(waits.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(waits[0]?.reason).toMatch(/^no answer to config.get .* while other calls were answered$/);
    expect(connection.connected).toBe(true);
  });
});

test("a write whose answer is late is not sent again while its time lasts", async () => {
  await open({}, { readAgainAfterMs: 50 });
  gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: 400 });
  const pings = setInterval(() => void list().catch(() => undefined), 20);
  await connection.call("agents.files.set", { agentId: "main", name: "SOUL.md", content: "x" }, { kind: "write" });
  clearInterval(pings);
  expect(gateway.calls.get("agents.files.set")).toBe(1);
});

test("a connection that is silent for every call is left once the limit for answers has passed", async () => {
  await open({}, { answerLimitMs: 150 });
  await list();
  gateway.inject({ kind: "silence", method: "agents.files.set", when: "after" });
  await connection.call("agents.files.set", { agentId: "main", name: "SOUL.md", content: "x" }, { kind: "write" });
  expect(gateway.fileWrites).toBe(2);
  expect(waits[0]?.reason).toContain("no answer to agents.files.set");
});

test("a call that must not be sent twice is not, when its connection is given up because of another", async () => {
  await open();
  gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: 1_000, when: "after" });
  const write = { agentId: "main", name: "SOUL.md", content: "ours" };
  const once = connection.call("agents.files.set", write, { kind: "once" });
  while (!gateway.calls.has("agents.files.set")) await sleep(5);
  connection.wokeUp();
  await expect(once).rejects.toBeInstanceOf(UnknownResultError);
  expect(gateway.calls.get("agents.files.set")).toBe(1);
});
