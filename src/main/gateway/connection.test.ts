import dns from "node:dns";
import { afterEach, describe, expect, test, vi } from "vitest";
import { selfSignedCertificate } from "../../practice-gateway/self-signed-certificate.ts";
import {
  type PracticeGateway,
  type PracticeGatewayOptions,
  startPracticeGateway,
} from "../../practice-gateway/start-practice-gateway.ts";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError, UnknownResultError } from "./failure.ts";
import type { GatewayTarget } from "./open-link.ts";
import type { RetryPolicy, Waiting } from "./retry-clock.ts";
import { connectTo } from "./test-connection.ts";

const quick: RetryPolicy = { baseMs: 10, maxMs: 100, jitter: 0, giveUpAfterMs: 20_000 };
let gateway: PracticeGateway;
let connection: GatewayConnection;

async function open(
  options: PracticeGatewayOptions = {},
  target: Partial<GatewayTarget> = {},
  retryPolicy = quick,
): Promise<Waiting[]> {
  gateway = await startPracticeGateway({ restartMs: 60, ...options });
  const waits: Waiting[] = [];
  const { url, token } = gateway;
  connection = connectTo({ url, token, ...target }, { retryPolicy });
  connection.observe({ onWaiting: (waiting) => waits.push(waiting) });
  return waits;
}

afterEach(async () => {
  connection.close();
  await gateway.close();
});

describe("self-signed TLS", () => {
  test("is refused by default", async () => {
    await open({ tls: selfSignedCertificate() });
    await expect(connection.call("health", {})).rejects.toMatchObject({ code: "gateway-tls" });
  });

  test("is accepted where the gateway's record allows it", async () => {
    await open({ tls: selfSignedCertificate() }, { allowInsecureTls: true });
    await expect(connection.call("health", {})).resolves.toMatchObject({ ok: true });
  });
});

describe("a gateway on which device pairing is disabled", () => {
  test.each(["2026.3.28", "2026.9.6"])("is read and written on %s", async (version) => {
    await open({ version }, { disableDevicePairing: true });
    await expect(connection.call("config.get", {})).resolves.toBeDefined();
    await expect(connection.call("sessions.reset", { key: "agent:main:main" })).resolves.toBeDefined();
  });

  test("gets the device's identity where it asks for one", async () => {
    await open({}, { disableDevicePairing: true });
    const details = { code: "DEVICE_IDENTITY_REQUIRED" };
    const message = "device identity required";
    gateway.inject({ kind: "error", method: "connect", code: "INVALID_REQUEST", message, details });
    await expect(connection.call("config.get", {})).resolves.toBeDefined();
  });
});

describe.each([false, true])(
  "an address that cannot be used, with device pairing disabled: %s",
  (disableDevicePairing) => {
    test.each([
      ["a port that uses TLS", { tls: selfSignedCertificate() }, (url: string) => url.replace("wss:", "ws:")],
      ["a port without TLS", {}, (url: string) => url.replace("ws:", "wss:")],
      ["no scheme", {}, (url: string) => url.replace("ws://", "")],
      ["a link to the Control UI", {}, (url: string) => `${url.replace("ws:", "http:")}/#token=hunter2`],
      ["a password", {}, (url: string) => url.replace("ws://", "ws://ada:hunter2@")],
    ])("ends at once: %s", async (_name, options, urlOf) => {
      const waits = await open(options);
      connection.close();
      const target = { ...connection.target, url: urlOf(gateway.url), disableDevicePairing };
      connection = connectTo(target, { retryPolicy: { ...quick, giveUpAfterMs: 600_000 } });
      connection.observe({ onWaiting: (waiting) => waits.push(waiting) });
      const error = await connection.call("health", {}).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "gateway-address" });
      expect(String(error)).not.toContain("hunter2");
      expect(waits).toEqual([]);
    });
  },
);

describe("a host name that does not exist", () => {
  afterEach(() => void vi.restoreAllMocks());

  const waitsOf = async (reached: boolean) => {
    const waits = await open();
    vi.spyOn(dns, "lookup").mockImplementation(((_host: string, _options: object, done: (error: Error) => void) => {
      setImmediate(done, Object.assign(new Error("getaddrinfo ENOTFOUND nowhere.invalid"), { code: "ENOTFOUND" }));
    }) as unknown as typeof dns.lookup);
    connection.close();
    const target = { ...connection.target, url: "wss://nowhere.invalid:1" };
    connection = connectTo(target, { retryPolicy: { ...quick, giveUpAfterMs: 300 }, wasReached: () => reached });
    connection.observe({ onWaiting: (waiting) => waits.push(waiting) });
    const error = await connection.call("health", {}).catch((thrown: unknown) => thrown);
    return { waits, error };
  };

  test("is waited for where the gateway was reached before", async () => {
    const { waits, error } = await waitsOf(true);
    expect(waits.length).toBeGreaterThan(1);
    expect(error).toMatchObject({ code: "gateway-unreachable" });
  });

  test("ends at once where it never was", async () => {
    const { waits, error } = await waitsOf(false);
    expect(waits).toEqual([]);
    expect(error).toMatchObject({
      code: "gateway-unreachable",
      message: expect.stringContaining("its host name is not known"),
      hint: "Correct the address, or check DNS and VPN.",
    });
  });
});

describe("one connection", () => {
  test("is all that any number of calls needs", async () => {
    await open({ latencyMs: 2 });
    let connects = 0;
    connection.observe({ onConnected: () => connects++ });
    const answers = await Promise.all(Array.from({ length: 500 }, () => connection.call("health", {})));
    expect(answers).toHaveLength(500);
    expect(connects).toBe(1);
  });

  test("is opened again after a restart, and every call is answered", async () => {
    const waits = await open({ latencyMs: 5 });
    await connection.call("health", {});
    const restarted = gateway.restart();
    const answers = await Promise.all(Array.from({ length: 100 }, () => connection.call("agents.list", {})));
    await restarted;
    expect(answers).toHaveLength(100);
    expect(waits.length).toBeGreaterThan(0);
  });

  test("survives half a reply", async () => {
    await open();
    gateway.inject({ kind: "half-reply", method: "agents.list" });
    await expect(connection.call("agents.list", {})).resolves.toMatchObject({ defaultId: "main" });
  });
});

describe("a call", () => {
  test("that must not be sent twice tells that its answer was lost", async () => {
    await open();
    gateway.inject({ kind: "drop", method: "health", when: "after" });
    await expect(connection.call("health", {}, { kind: "once" })).rejects.toBeInstanceOf(UnknownResultError);
  });

  test("without an answer is sent again", async () => {
    await open();
    gateway.inject({ kind: "no-answer", method: "health" });
    await expect(connection.call("health", {}, { timeoutMs: 100 })).resolves.toMatchObject({ ok: true });
    expect(gateway.calls.get("health")).toBe(2);
  });

  test("that the gateway refuses is not sent again", async () => {
    await open();
    await expect(connection.call("no.such.method", {})).rejects.toBeInstanceOf(GatewayCallError);
    expect(gateway.calls.get("no.such.method")).toBe(1);
  });

  test("ends at once when it is cancelled while the gateway is away", async () => {
    await open({}, {}, { ...quick, baseMs: 600_000, maxMs: 600_000, giveUpAfterMs: 600_000 });
    await gateway.kill();
    const cancel = new AbortController();
    const call = connection.call("health", {}, { signal: cancel.signal });
    setTimeout(() => cancel.abort(new Error("cancelled")), 50);
    await expect(call).rejects.toThrow("cancelled");
    await gateway.start();
  });

  test("leaves no unhandled failure when it was cancelled before it began", async () => {
    await open();
    await gateway.kill();
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note);
    await expect(
      connection.call("health", {}, { signal: AbortSignal.abort(new Error("cancelled")) }),
    ).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
    await gateway.start();
  });

  test("continues at once with Retry now", async () => {
    await open({}, {}, { ...quick, baseMs: 600_000, maxMs: 600_000, giveUpAfterMs: 600_000 });
    await gateway.kill();
    const waiting = Promise.withResolvers<void>();
    connection.observe({ onWaiting: () => waiting.resolve() });
    const call = connection.call("health", {});
    await waiting.promise;
    await gateway.start();
    connection.clock.retryNow();
    await expect(call).resolves.toMatchObject({ ok: true });
  });
});
