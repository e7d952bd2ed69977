import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { PracticeGateway } from "./start-practice-gateway.ts";
import { type TestClient, until } from "./test-client.ts";
import { type ConfigAnswer, connect, patch, rosterPatch, start, startAndConnect } from "./test-gateways.ts";

/** The result of a plain WebSocket connection: hello, an error before it, an HTTP status or a system error. */
function knock({ url, token }: PracticeGateway): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    let seen = "nothing";
    socket.on("unexpected-response", (_, response) => resolve(`HTTP ${response.statusCode}`));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on("close", (code, reason) => resolve(`${seen}, close ${code} ${reason}`));
    socket.on("message", (data) => {
      const frame = JSON.parse(data.toString());
      if (frame.event === "connect.challenge") {
        const client = { id: "gateway-client", version: "0", platform: "linux", mode: "backend" };
        const params = { minProtocol: 3, maxProtocol: 4, client, auth: { token } };
        socket.send(JSON.stringify({ type: "req", id: "1", method: "connect", params }));
      } else if (frame.ok) {
        seen = "hello";
        socket.close(1000);
      } else seen = frame.error?.message ?? seen;
    });
  });
}

async function probe({ url }: PracticeGateway): Promise<string> {
  try {
    const response = await fetch(`${url.replace("ws", "http")}/readyz`);
    const { failing } = (await response.json()) as { failing: string[] };
    return `${response.status} ${failing.join()}`.trim();
  } catch {
    return "refused";
  }
}

/** All distinct answers of a call that is repeated until a promise settles. */
async function observe(ask: () => Promise<string>, until: Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  let isDone = false;
  void until.then(() => {
    isDone = true;
  });
  while (!isDone) {
    const answer = await ask();
    if (seen.at(-1) !== answer) seen.push(answer);
    await delay(5);
  }
  return seen;
}

const shutdowns = ({ events }: Pick<TestClient, "events">) => events.filter(({ event }) => event === "shutdown");

describe("probes", () => {
  test("answer as long as the gateway is up", async () => {
    const gateway = await start();
    const http = gateway.url.replace("ws", "http");
    for (const path of ["/readyz", "/ready"]) {
      const response = await fetch(http + path);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ ready: true, failing: [] });
    }
    for (const path of ["/health", "/healthz"])
      expect(await (await fetch(http + path)).json()).toEqual({ ok: true, status: "live" });
    expect((await fetch(`${http}/nowhere`)).status).toBe(404);
  });
});

describe("a restart of a current gateway", () => {
  test("drains, shuts down with 1012, is unreachable, starts, and has a new boot id", async () => {
    const { gateway, ...client } = await startAndConnect({ restartMs: 600 });
    const restarted = gateway.restart();
    const refused = await client.failure("health");
    expect(refused).toMatchObject({
      gatewayCode: "UNAVAILABLE",
      message: "health unavailable during gateway restart",
      retryable: true,
      retryAfterMs: 1000,
      details: { reason: "gateway-restarting" },
    });
    await restarted;
    expect(shutdowns(client)).toMatchObject([{ payload: { reason: "gateway restarting", restartExpectedMs: 1500 } }]);
    expect(client.closes[0]).toEqual({ code: 1012, reason: "service restart" });
    await until(() => client.hellos.length === 2);
    expect(client.hellos[1]?.server.bootId).not.toBe(client.hello.server.bootId);
    await expect(client.call("health")).resolves.toMatchObject({ ok: true });
    expect(gateway.restarts).toBe(1);
  });

  test("shows new connections and probes each phase in turn", async () => {
    const gateway = await start({ restartMs: 2000 });
    const restarted = gateway.restart();
    const [knocks, probes] = await Promise.all([
      observe(() => knock(gateway), restarted),
      observe(() => probe(gateway), restarted),
    ]);
    // Between two phases a socket may be reset, and the last attempt may succeed after the restart.
    const between = ["ECONNRESET", "hello, close 1000 ", "200"];
    expect(knocks.filter((seen) => !between.includes(seen))).toEqual([
      "HTTP 503",
      "ECONNREFUSED",
      "gateway starting; retry shortly, close 1013 gateway starting",
    ]);
    expect(probes.filter((seen) => !between.includes(seen))).toEqual([
      "503 gateway-draining",
      "refused",
      "503 startup-sidecars",
    ]);
    expect(await knock(gateway)).toBe("hello, close 1000 ");
    expect(await probe(gateway)).toBe("200");
  });

  test("keeps agents, files, sessions and scratch", async () => {
    const { gateway, ...client } = await startAndConnect({ restartMs: 30 });
    await patch(client, rosterPatch("2026.9.6", { ids: ["a"] }));
    await client.call("agents.files.set", { agentId: "a", name: "SOUL.md", content: "kept" });
    await client.call("sessions.patch", { key: "agent:a:main", label: "Kept" });
    await gateway.restart();
    expect(gateway.agentIds).toContain("a");
    expect(gateway.readFile("a", "SOUL.md")).toBe("kept");
    expect(gateway.sessions.get("agent:a:main")?.label).toBe("Kept");
  });
});

describe("a config.patch that restarts", () => {
  test("on 2026.3.28 is answered and closes once, even without a change", async () => {
    const { gateway, ...client } = await startAndConnect({ version: "2026.3.28", restartMs: 60 });
    await patch(client, rosterPatch("2026.3.28", { ids: ["a"] }));
    await until(() => client.hellos.length === 2);
    expect(client.closes[0]).toEqual({ code: 1012, reason: "service restart" });
    expect(shutdowns(client)).toHaveLength(1);
    const { hash } = await client.call<ConfigAnswer>("config.get");
    await client.call("config.patch", { raw: JSON.stringify({ agents: { list: [{ id: "a" }] } }), baseHash: hash });
    await until(() => client.hellos.length === 3);
    expect(gateway).toMatchObject({ restarts: 2, configWrites: 2 });
  });

  test("on 2026.2.9 restarts twice", async () => {
    const { gateway, ...client } = await startAndConnect({ version: "2026.2.9", restartMs: 40 });
    await patch(client, rosterPatch("2026.2.9", { ids: ["a"] }));
    await until(() => gateway.restarts === 2);
  });

  const visibility = { channels: { defaults: { heartbeat: { showOk: true } } } };

  test.each(["2026.5.4", "2026.4.15"])(
    "on %s is written although the connection closes before the answer",
    async (version) => {
      const { gateway, ...client } = await startAndConnect({ version, restartMs: 40 });
      await expect(patch(client, visibility)).rejects.toThrow(/1012|closed/);
      expect(gateway.configWrites).toBe(1);
      expect(gateway.config()).toMatchObject(visibility);
      await until(() => client.hellos.length === 2);
    },
  );

  test("on 2026.5.4 loses the agents added after the start, until the change that caused the restart is reverted", async () => {
    const { gateway, ...client } = await startAndConnect({ version: "2026.5.4", restartMs: 40, rateLimits: false });
    await patch(client, rosterPatch("2026.5.4", { ids: ["a"] }));
    await expect(patch(client, visibility)).rejects.toThrow(/1012|closed/);
    await until(() => client.hellos.length === 2);
    expect((await client.failure("agents.files.list", { agentId: "a" })).message).toContain("unknown agent id");
    expect(await client.call("agents.list")).toMatchObject({ agents: [] });
    await patch(client, { channels: null });
    await expect(client.call("agents.files.list", { agentId: "a" })).resolves.toMatchObject({ agentId: "a" });
    expect(gateway.restarts).toBe(1);
  });

  test("on 2026.7.35 is answered, and closes a moment later when channels changed", async () => {
    const { gateway, ...client } = await startAndConnect({ version: "2026.7.35", restartMs: 40 });
    const answer = await patch(client, { ...rosterPatch("2026.7.35", { ids: ["a"] }), ...visibility });
    expect(answer).not.toHaveProperty("restart");
    await until(() => client.hellos.length === 2);
    expect(gateway).toMatchObject({ restarts: 1, agentIds: ["a"] });
  });

  test("is hot on 2026.4.15 for changes of agents only", async () => {
    const { gateway, ...client } = await startAndConnect({ version: "2026.4.15" });
    await patch(client, rosterPatch("2026.4.15", { ids: ["a"] }));
    await expect(client.call("agents.files.list", { agentId: "a" })).resolves.toMatchObject({ agentId: "a" });
    expect(gateway.restarts).toBe(0);
  });
});

describe("a kill", () => {
  test("ends pending calls with 1006 and refuses connections until start", async () => {
    const { gateway, ...client } = await startAndConnect();
    gateway.inject({ kind: "slow", method: "health", delayMs: 60_000 });
    const inFlight = client.call("health").catch((error: Error) => error);
    await until(() => gateway.calls.get("health") === 1);
    await gateway.kill();
    expect(await inFlight).toBeInstanceOf(Error);
    expect(client.closes[0]?.code).toBe(1006);
    expect(await knock(gateway)).toBe("ECONNREFUSED");
    await gateway.start();
    await until(() => client.hellos.length === 2);
    expect(client.hellos[1]?.server.bootId).not.toBe(client.hello.server.bootId);
  });

  test("in the middle of a restart ends the restart", async () => {
    const gateway = await start({ restartMs: 60_000 });
    void gateway.restart();
    await gateway.kill();
    await gateway.start();
    await expect(connect(gateway)).resolves.toBeDefined();
    expect(gateway.restarts).toBe(0);
  });
});
