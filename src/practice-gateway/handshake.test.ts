import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { selfSignedCertificate } from "./self-signed-certificate.ts";
import { type CallFailure, connectTestClient, newDevice, signature, testHostDeps } from "./test-client.ts";
import { connect, start } from "./test-gateways.ts";

/** The error of a connect that must fail. */
async function refusal(gateway: { url: string; token: string }, options?: Parameters<typeof connectTestClient>[1]) {
  const client = await connectTestClient(gateway, options).catch((error: CallFailure) => error);
  if ("stop" in client) throw new Error("was let in");
  return client;
}

/** Sends raw frames, for requests that the vendor's client never sends. */
async function speak(url: string, frames: (nonce: string) => string[]) {
  const socket = new WebSocket(url);
  const heard: Record<string, unknown>[] = [];
  socket.on("message", (data) => {
    const frame = JSON.parse(data.toString());
    if (frame.event === "connect.challenge") for (const out of frames(frame.payload.nonce)) socket.send(out);
    else heard.push(frame);
  });
  const [code, reason] = await once(socket, "close");
  return { heard, code, reason: String(reason) };
}

const client = { id: "gateway-client", version: "0.0.0", platform: "linux", mode: "backend" };
const request = (params: object) => JSON.stringify({ type: "req", id: "1", method: "connect", params });

/** Signed like the vendor's client. */
const signingAsIs = { ...testHostDeps, signDevicePayload: signature };

describe("hello-ok", () => {
  test("has version, protocol, boot id, methods and limits on a current gateway", async () => {
    const { hello } = await connect(await start());
    expect(hello.protocol).toBe(4);
    expect(hello.server.version).toBe("2026.9.6");
    expect(hello.server.bootId).toMatch(/^[0-9a-f-]{36}$/);
    expect(hello.features.methods).toEqual(expect.arrayContaining(["agents.files.set", "cron.scratch.set"]));
    expect(hello.policy.maxPayload).toBe(25 * 1024 * 1024);
    expect(hello.auth?.deviceToken).toBeUndefined();
  });

  test("has protocol 3, no boot id, no scratch, and a device token on a classic gateway", async () => {
    const { hello } = await connect(await start({ version: "2026.3.28" }));
    expect(hello.protocol).toBe(3);
    expect(hello.server).toMatchObject({ version: "2026.3.28" });
    expect(hello.server.bootId).toBeUndefined();
    expect(hello.features.methods).not.toContain("cron.scratch.set");
    expect(hello.auth?.deviceToken).toMatch(/^[\w-]{43}$/);
  });

  test("has version dev and no agents methods on the oldest gateway", async () => {
    const { hello, failure } = await connect(await start({ version: "2026.1.30" }));
    expect(hello.server.version).toBe("dev");
    expect(hello.features.methods).not.toContain("agents.create");
    const error = await failure("agents.files.list", { agentId: "main" });
    expect(error.message).toBe("unknown method: agents.files.list");
  });
});

describe("a connect is refused", () => {
  test("with a wrong token, with the message of each version", async () => {
    const current = await refusal({ ...(await start()), token: "wrong" });
    expect(current.message).toContain("gateway token mismatch");
    expect(current.details).toMatchObject({ code: "AUTH_TOKEN_MISMATCH" });
    const old = await refusal({ ...(await start({ version: "2026.2.9" })), token: "wrong" });
    expect(old.message).toContain("gateway token mismatch");
    expect(old.details).toBeUndefined();
  });

  test("for its protocol range, with the message of each version", async () => {
    const current = await refusal(await start(), { minProtocol: 3, maxProtocol: 3 });
    expect(current.details).toMatchObject({ code: "PROTOCOL_MISMATCH", expectedProtocol: 4, clientMaxProtocol: 3 });
    const classic = await refusal(await start({ version: "2026.3.28" }), { minProtocol: 4, maxProtocol: 4 });
    expect(classic.details).toEqual({ expectedProtocol: 3 });
  });

  test("when it was signed with another key", async () => {
    const stranger = newDevice();
    const error = await refusal(await start(), {
      deviceIdentity: { ...newDevice(), privateKeyPem: stranger.privateKeyPem },
    });
    expect(error.details).toMatchObject({ code: "DEVICE_AUTH_SIGNATURE_INVALID" });
  });

  test("on 2026.2.9 when platform and family are signed as well, without a code", async () => {
    const options = { hostDeps: signingAsIs };
    const error = await refusal(await start({ version: "2026.2.9" }), options);
    expect(error).toMatchObject({ message: "device signature invalid" });
    expect(error.details).toBeUndefined();
    const { hello } = await connect(await start({ version: "2026.2.26" }), options);
    expect(hello.protocol).toBe(3);
  });

  test("when the device id does not match its key", async () => {
    const error = await refusal(await start(), { deviceIdentity: { ...newDevice(), deviceId: "0".repeat(64) } });
    expect(error.details).toMatchObject({ code: "DEVICE_AUTH_DEVICE_ID_MISMATCH" });
  });

  test("when the first frame is another request, not a request, or not JSON", async () => {
    const { url } = await start();
    const early = await speak(url, () => [JSON.stringify({ type: "req", id: "7", method: "health" })]);
    expect(early).toMatchObject({ code: 1008, reason: "invalid handshake: first request must be connect" });
    expect(early.heard[0]).toMatchObject({ id: "7", ok: false, error: { code: "INVALID_REQUEST" } });
    expect(await speak(url, () => ['{"foo":1}'])).toMatchObject({ code: 1008, reason: "invalid request frame" });
    expect(await speak(url, () => ["{no"])).toMatchObject({ code: 1000, heard: [] });
  });

  test("with close 1008 for its params and 1002 for its protocol", async () => {
    const { url, token } = await start();
    const auth = { token };
    const params = { minProtocol: 4, maxProtocol: 4, client, auth, zzz: 1 };
    expect(await speak(url, () => [request(params)])).toMatchObject({
      code: 1008,
      reason: "invalid connect params: at root: unexpected property 'zzz'",
    });
    expect(await speak(url, () => [request({ minProtocol: 9, maxProtocol: 9, client, auth })])).toMatchObject({
      code: 1002,
      reason: "protocol mismatch",
    });
    expect(await speak(url, () => [request({ minProtocol: 4, maxProtocol: 4, client })])).toMatchObject({
      code: 1008,
      heard: [{ error: { details: { code: "AUTH_TOKEN_MISSING" } } }],
    });
  });
});

describe("scopes", () => {
  test("a connection with only a token has none on a classic gateway, and the requested ones on a current one", async () => {
    const classic = await connect(await start({ version: "2026.3.28" }), { deviceIdentity: null });
    expect(await classic.failure("agents.list")).toMatchObject({
      gatewayCode: "INVALID_REQUEST",
      message: "missing scope: operator.read",
    });
    await expect(classic.call("health")).resolves.toMatchObject({ ok: true });
    const current = await connect(await start(), { deviceIdentity: null });
    await expect(current.call("agents.list")).resolves.toMatchObject({ defaultId: "main" });
  });

  test("that do not cover a method are an error before its params are validated", async () => {
    const reader = await connect(await start(), { scopes: ["operator.read"] });
    await expect(reader.call("config.get")).resolves.toMatchObject({ valid: true });
    expect(await reader.failure("agents.files.set", { nonsense: true })).toMatchObject({
      gatewayCode: "FORBIDDEN",
      details: { code: "MISSING_SCOPE", missingScope: "operator.admin", requiredScopes: ["operator.admin"] },
    });
    expect(await reader.failure("chat.send")).toMatchObject({ message: "missing scope: operator.write" });
    expect(await reader.failure("device.pair.list")).toMatchObject({ message: "missing scope: operator.pairing" });
  });
});

describe("pairing", () => {
  test.each(["2026.9.6", "2026.3.28"])("on %s asks for approval once and then accepts the device", async (version) => {
    const gateway = await start({ version, requirePairing: true });
    const deviceIdentity = newDevice();
    const first = await refusal(gateway, { deviceIdentity });
    expect(first).toMatchObject({
      gatewayCode: "NOT_PAIRED",
      details: { code: "PAIRING_REQUIRED", reason: "not-paired" },
    });
    const again = await refusal(gateway, { deviceIdentity });
    expect(again.details).toMatchObject({ requestId: gateway.pendingDevices[0]?.requestId });
    expect(gateway.pendingDevices).toHaveLength(1);

    gateway.approvePairing(gateway.pendingDevices[0]?.requestId ?? "");
    const { hello } = await connect(gateway, { deviceIdentity });
    const deviceToken = hello.auth?.deviceToken ?? "";
    expect(deviceToken).toMatch(/^[\w-]{43}$/);
    const byDeviceToken = await connect({ url: gateway.url, token: deviceToken }, { deviceIdentity });
    expect(byDeviceToken.hello.auth?.deviceToken).toBe(deviceToken);

    const moved = await refusal(gateway, { deviceIdentity, platform: "darwin" });
    expect(moved.details).toMatchObject({ reason: "metadata-upgrade" });
  });

  test("can be approved by a call, which the other operators are told about", async () => {
    const gateway = await start({ requirePairing: true });
    const operator = newDevice();
    await refusal(gateway, { deviceIdentity: operator });
    gateway.approvePairing(gateway.pendingDevices[0]?.requestId ?? "");
    const admin = await connect(gateway, { deviceIdentity: operator });
    const deviceIdentity = newDevice();
    await refusal(gateway, { deviceIdentity });
    const listed = await admin.call<{ pending: { requestId: string; deviceId: string }[] }>("device.pair.list");
    expect(listed.pending).toMatchObject([{ deviceId: deviceIdentity.deviceId, isRepair: false }]);
    expect(admin.events.map(({ event }) => event)).toContain("device.pair.requested");
    await admin.call("device.pair.approve", { requestId: listed.pending[0]?.requestId });
    await connect(gateway, { deviceIdentity });
    expect(admin.events).toContainEqual(
      expect.objectContaining({
        event: "device.pair.resolved",
        payload: expect.objectContaining({ deviceId: deviceIdentity.deviceId, decision: "approved" }),
      }),
    );
    expect(JSON.stringify(await admin.call("device.pair.list"))).not.toContain("deviceToken");
    expect(await admin.failure("device.pair.approve", { requestId: "nope" })).toMatchObject({
      message: "unknown requestId",
    });
  });
});

describe("TLS", () => {
  test("serves the same protocol over wss", async () => {
    const tls = selfSignedCertificate();
    const gateway = await start({ tls });
    expect(gateway.url).toMatch(/^wss:/);
    const tlsFingerprint = new X509Certificate(tls.cert).fingerprint256;
    const { hello } = await connect(gateway, { tlsFingerprint });
    expect(hello.server.version).toBe("2026.9.6");
  });
});
