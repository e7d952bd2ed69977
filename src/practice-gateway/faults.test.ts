import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { connectTestClient, until } from "./test-client.ts";
import { start, startAndConnect } from "./test-gateways.ts";

const file = { agentId: "main", name: "SOUL.md", content: "x" };

describe("an injected fault", () => {
  test("applies once, only to matching calls, and is counted", async () => {
    const { gateway, call, failure } = await startAndConnect();
    const fault = gateway.inject({ kind: "busy", method: "agents.files.set", agentId: "main" });
    await call("agents.files.list", { agentId: "main" });
    expect(await failure("agents.files.set", file)).toMatchObject({
      gatewayCode: "UNAVAILABLE",
      message: "The server is busy. Please try again in a moment.",
      retryable: true,
    });
    await call("agents.files.set", file);
    expect(fault.hits).toBe(1);
    expect(gateway.calls.get("agents.files.set")).toBe(2);
    expect(gateway.fileWrites).toBe(1);
  });

  test("can skip calls, apply to several, match params, and be removed", async () => {
    const { gateway, call, failure } = await startAndConnect();
    gateway.inject({ kind: "busy", method: "agents.files.set", skip: 1, times: 2 });
    await call("agents.files.set", file);
    await failure("agents.files.set", file);
    await failure("agents.files.set", file);
    await call("agents.files.set", file);
    const aimed = gateway.inject({ kind: "busy", match: ({ name }) => name === "USER.md" });
    await call("agents.files.set", file);
    await failure("agents.files.set", { ...file, name: "USER.md" });
    const other = gateway.inject({ kind: "busy", agentId: "bob" });
    await failure("sessions.reset", { key: "agent:bob:main" });
    expect([aimed.hits, other.hits]).toEqual([1, 1]);
    gateway.inject({ kind: "busy" }).remove();
    gateway.inject({ kind: "busy" });
    gateway.clearFaults();
    await call("health");
  });

  test("answers with a rate limit or any other error", async () => {
    const { gateway, failure } = await startAndConnect();
    gateway.inject({ kind: "rate-limit", method: "config.patch", retryAfterMs: 1500 });
    expect(await failure("config.patch", { raw: "{}" })).toMatchObject({
      message: "rate limit exceeded for config.patch; retry after 2s",
      retryable: true,
      retryAfterMs: 1500,
    });
    gateway.inject({ kind: "error", code: "INTERNAL", message: "broken", details: { why: "test" } });
    const broken = await failure("health");
    expect(broken).toMatchObject({ gatewayCode: "INTERNAL", message: "broken", details: { why: "test" } });
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("drops the connection %s the effect", async (when, writes) => {
    const { gateway, failure, closes } = await startAndConnect();
    gateway.inject({ kind: "drop", method: "agents.files.set", when });
    await failure("agents.files.set", file);
    expect(closes[0]?.code).toBe(1006);
    expect(gateway.fileWrites).toBe(writes);
  });

  test("leaves a call without an answer, with or without its effect", async () => {
    const { gateway, call } = await startAndConnect();
    gateway.inject({ kind: "no-answer", method: "agents.files.set", when: "after" });
    await expect(call("agents.files.set", file, 30)).rejects.toThrow(/timeout/i);
    expect(gateway.fileWrites).toBe(1);
    gateway.inject({ kind: "no-answer", method: "agents.files.set" });
    await expect(call("agents.files.set", file, 30)).rejects.toThrow(/timeout/i);
    expect(gateway.fileWrites).toBe(1);
  });

  test("makes one call slow while others pass it", async () => {
    const { gateway, call } = await startAndConnect();
    gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: 100, when: "after" });
    const order: string[] = [];
    const slow = call("agents.files.set", file).then(() => order.push("set"));
    await call("health").then(() => order.push("health"));
    expect(gateway.fileWrites).toBe(1);
    await slow;
    expect(order).toEqual(["health", "set"]);
  });

  test("answers with a value of the wrong type", async () => {
    const { gateway, call } = await startAndConnect();
    gateway.inject({ kind: "wrong-type", method: "agents.list" });
    await expect(call("agents.list")).resolves.toBe(42);
    gateway.inject({ kind: "wrong-type", method: "agents.list", payload: { agents: "none" } });
    await expect(call("agents.list")).resolves.toEqual({ agents: "none" });
  });

  test("sends half an answer and closes the connection", async () => {
    const gateway = await start();
    const socket = new WebSocket(gateway.url);
    const heard: string[] = [];
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.on("message", (data) => {
      heard.push(data.toString());
      if (heard.length === 1) {
        const client = { id: "gateway-client", version: "0", platform: "linux", mode: "backend" };
        const params = { minProtocol: 4, maxProtocol: 4, client, auth: { token: gateway.token } };
        const scopes = ["operator.read"];
        socket.send(JSON.stringify({ type: "req", id: "1", method: "connect", params: { ...params, scopes } }));
      }
      if (heard.length === 2) socket.send(JSON.stringify({ type: "req", id: "2", method: "agents.list" }));
    });
    gateway.inject({ kind: "half-reply", method: "agents.list" });
    expect(await closed).toBe(1006);
    expect(heard[2]).toMatch(/^\{"type":"res","id":"2","ok":true/);
    expect(() => JSON.parse(heard[2] ?? "")).toThrow(SyntaxError);
  });

  test("lets someone else change the gateway just before the call", async () => {
    const { gateway, call, failure } = await startAndConnect();
    const { hash } = await call<{ hash: string }>("config.get");
    const act = () => gateway.setConfig({ ...gateway.config(), logging: { level: "debug" } });
    gateway.inject({ kind: "meanwhile", method: "config.patch", act });
    const refused = await failure("config.patch", { raw: "{}", baseHash: hash });
    expect(refused.message).toContain("config changed");
    expect(gateway.config()).toMatchObject({ logging: { level: "debug" } });
  });

  test("answers twice, under another id, or after a frame that is no JSON", async () => {
    const { gateway, call } = await startAndConnect();
    gateway.inject({ kind: "duplicate-reply", method: "agents.files.set" });
    await call("agents.files.set", file);
    gateway.inject({ kind: "garbage", method: "agents.files.set" });
    await call("agents.files.set", file);
    gateway.inject({ kind: "another-id", method: "agents.files.set" });
    await expect(call("agents.files.set", file, 30)).rejects.toThrow(/timeout/i);
    await call("health");
    expect(gateway.fileWrites).toBe(3);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("leaves the connection open but dead %s the effect", async (when, writes) => {
    const { gateway, call, closes } = await startAndConnect();
    gateway.inject({ kind: "silence", method: "agents.files.set", when });
    await expect(call("agents.files.set", file, 30)).rejects.toThrow(/timeout/i);
    await expect(call("agents.files.set", { ...file, content: "y" }, 30)).rejects.toThrow(/timeout/i);
    expect([gateway.fileWrites, closes]).toEqual([writes, []]);
  });

  test("cannot write to a full disk", async () => {
    const { gateway, failure } = await startAndConnect();
    gateway.inject({ kind: "disk-full", method: "agents.files.set" });
    expect(await failure("agents.files.set", file)).toMatchObject({
      gatewayCode: "UNAVAILABLE",
      message: expect.stringContaining("ENOSPC"),
    });
    expect(gateway.fileWrites).toBe(0);
  });

  test("restarts the gateway instead of answering", async () => {
    const { gateway, failure, closes, hellos } = await startAndConnect({ restartMs: 30 });
    gateway.inject({ kind: "restart", method: "agents.files.set", when: "after" });
    await failure("agents.files.set", file);
    expect(closes[0]).toEqual({ code: 1012, reason: "service restart" });
    expect(gateway.fileWrites).toBe(1);
    await until(() => hellos.length === 2);
  });

  test("can apply to the handshake, but only when it names connect", async () => {
    const gateway = await start();
    gateway.inject({ kind: "busy" });
    const fault = gateway.inject({ kind: "error", method: "connect", code: "UNAVAILABLE", message: "not now" });
    await expect(connectTestClient(gateway)).rejects.toThrow("not now");
    expect(fault.hits).toBe(1);
    const { call, stop } = await connectTestClient(gateway);
    await expect(call("health")).rejects.toThrow("busy");
    await stop();
  });
});

describe("latency", () => {
  test("delays every call, and can be changed while the gateway runs", async () => {
    const { gateway, call } = await startAndConnect({ latencyMs: 60_000 });
    await expect(call("health", {}, 30)).rejects.toThrow(/timeout/i);
    gateway.setLatency(0);
    await expect(call("health")).resolves.toMatchObject({ ok: true });
  });
});
