import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import { readableFrame } from "./answer-frames.ts";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError, UnknownResultError } from "./failure.ts";
import { connectTo } from "./test-connection.ts";

let gateway: PracticeGateway;
let connection: GatewayConnection;

beforeEach(async () => {
  gateway = await startPracticeGateway({});
  connection = connectTo(gateway, {
    retryPolicy: { baseMs: 10, maxMs: 100, jitter: 0, giveUpAfterMs: 600_000 },
  });
});
afterEach(async () => {
  connection.close();
  await gateway.close();
});

const refused = { code: "UNAVAILABLE", message: "no" };
const frames: [string, Record<string, unknown>][] = [
  ["a code that is a number", { ok: false, error: { ...refused, code: 7 } }],
  ["a negative wait", { ok: false, error: { ...refused, retryAfterMs: -5 } }],
  ["a wait that is text", { ok: false, error: { ...refused, retryAfterMs: "soon" } }],
  ["a flag that is text", { ok: false, error: { ...refused, retryable: "yes" } }],
  ["no message", { ok: false, error: { code: "UNAVAILABLE" } }],
  ["an error that is text", { ok: false, error: "no" }],
  ["ok that is text", { ok: "yes" }],
  ["no type", { type: undefined }],
];

const openSockets = () => process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;

describe("a malformed answer", () => {
  test.each(frames)("fails its call at once, and no other: %s", async (_name, frame) => {
    const fault = gateway.inject({ kind: "malformed", method: "agents.list", frame, times: 1 });
    const others = Array.from({ length: 5 }, () => connection.call("health", {}));
    const error = await connection.call("agents.list", {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatewayCallError);
    expect(error).toMatchObject({ message: "the gateway's answer to agents.list is malformed" });
    await expect(Promise.all(others)).resolves.toHaveLength(5);
    expect(fault.hits).toBe(1);
  });

  test("without the id of its call fails that call, and no other", async () => {
    gateway.inject({ kind: "malformed", method: "agents.list", frame: { id: 7 }, times: 100 });
    const others = Array.from({ length: 5 }, () => connection.call("health", {}));
    const error = await connection.call("agents.list", {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: "the gateway's answer to agents.list is malformed" });
    await expect(Promise.all(others)).resolves.toHaveLength(5);
  });

  test.each(["once", "single-write"] as const)("leaves the result of a %s call unknown", async (kind) => {
    gateway.inject({ kind: "malformed", method: "agents.list", frame: { ok: 1 } });
    await expect(connection.call("agents.list", {}, { kind })).rejects.toBeInstanceOf(UnknownResultError);
  });

  test("with a wait that no run has time for is not waited for", async () => {
    const error = { code: "UNAVAILABLE", message: "rate limit exceeded", retryAfterMs: Number.MAX_SAFE_INTEGER };
    gateway.inject({ kind: "malformed", method: "agents.list", frame: { ok: false, error }, times: 100 });
    await expect(connection.call("agents.list", {})).rejects.toBeInstanceOf(GatewayCallError);
    expect(gateway.calls.get("agents.list")).toBe(1);
  });

  test.each([
    ...frames.slice(0, 2),
    ["an id that is a number", { id: 7 }] as const,
    ["no hello", { payload: 42 }] as const,
    ["methods that are text", { payload: { protocol: 4, features: { methods: "health" } } }] as const,
    ["a version that is a number", { payload: { protocol: 4, server: { version: 9 } } }] as const,
  ])("to the handshake refuses the connection at once, and leaves none open: %s", async (_name, frame) => {
    gateway.inject({ kind: "malformed", method: "connect", frame, times: 100 });
    await expect(connection.call("health", {})).rejects.toMatchObject({ code: "gateway-refused" });
    await expect.poll(openSockets).toBe(0);
  });

  test("a handshake of a newer protocol leaves no connection open", async () => {
    gateway.inject({ kind: "malformed", method: "connect", frame: { payload: { protocol: 9 } }, times: 100 });
    await expect(connection.call("health", {})).rejects.toMatchObject({ code: "flight-deck-too-old" });
    await expect.poll(openSockets).toBe(0);
  });
});

test("events, and frames of kinds that are not known yet, pass as they are", () => {
  for (const frame of [{ type: "event", event: "tick" }, { type: "event" }, { type: "stream", id: "x", ok: true }]) {
    const text = JSON.stringify(frame);
    expect(readableFrame(text)).toBe(text);
  }
});
