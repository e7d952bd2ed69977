import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { type DeviceIdentity, GatewayClient, type GatewayClientOptions } from "@openclaw/gateway-client";
import type { HelloOk } from "@openclaw/gateway-protocol";

/** A connection of the vendor's client for tests, with its answers, its events and its end. */
export type TestClient = {
  client: GatewayClient;
  hello: HelloOk;
  hellos: HelloOk[];
  closes: { code: number; reason: string }[];
  events: { event: string; payload?: unknown }[];
  /** @throws the client's request error. */
  call: <Result = Record<string, unknown>>(method: string, params?: unknown, timeoutMs?: number) => Promise<Result>;
  /** The error of a call that must fail. */
  failure: (method: string, params?: unknown) => Promise<CallFailure>;
  stop: () => Promise<void>;
};

export type CallFailure = {
  message: string;
  gatewayCode?: string;
  details?: unknown;
  retryable?: boolean;
  retryAfterMs?: number;
};

const allScopes = ["operator.read", "operator.write", "operator.admin", "operator.approvals", "operator.pairing"];

export function newDevice(): DeviceIdentity {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const rawKey = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  return {
    deviceId: createHash("sha256").update(rawKey).digest("hex"),
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

export function signature(privateKeyPem: string, payload: string): string {
  return sign(null, Buffer.from(payload), privateKeyPem).toString("base64url");
}

/** The payload without platform and family, which gateways of every version check. */
function asEveryVersionReads(payload: string): string {
  return payload.replace(/^v3\|/, "v2|").replace(/\|[^|]*\|[^|]*$/, "");
}

export const testHostDeps = {
  signDevicePayload: (privateKeyPem: string, payload: string) => signature(privateKeyPem, asEveryVersionReads(payload)),
  publicKeyRawBase64UrlFromPem: (publicKeyPem: string) =>
    createPublicKey(publicKeyPem).export({ type: "spki", format: "der" }).subarray(-32).toString("base64url"),
  loadDeviceAuthToken: () => null,
  storeDeviceAuthToken: () => undefined,
};

/**
 * Connects the vendor's client and waits for hello-ok.
 *
 * @throws the error of the first attempt that fails, unless the options take `onConnectError` themselves.
 */
export async function connectTestClient(
  gateway: { url: string; token: string },
  options: GatewayClientOptions = {},
): Promise<TestClient> {
  const first = Promise.withResolvers<HelloOk>();
  const hellos: HelloOk[] = [];
  const closes: TestClient["closes"] = [];
  const events: TestClient["events"] = [];
  let onStopped: (() => void) | undefined;
  const client = new GatewayClient({
    url: gateway.url,
    token: gateway.token,
    minProtocol: 3,
    maxProtocol: 4,
    clientName: "gateway-client",
    mode: "backend",
    role: "operator",
    platform: "linux",
    scopes: allScopes,
    deviceIdentity: newDevice(),
    hostDeps: testHostDeps,
    onConnectError: (error) => first.reject(error),
    ...options,
    onHelloOk: (hello) => {
      hellos.push(hello);
      first.resolve(hello);
    },
    onClose: (code, reason) => {
      closes.push({ code, reason });
      onStopped?.();
    },
    onEvent: (event) => events.push(event),
  });
  client.start();
  const stop = () =>
    new Promise<void>((resolve) => {
      onStopped = resolve;
      client.stop();
      setTimeout(resolve, 50);
    });
  const hello = await first.promise.catch((error: unknown) => {
    client.stop();
    throw error;
  });
  const call: TestClient["call"] = (method, params = {}, timeoutMs = 10_000) =>
    client.request(method, params, { timeoutMs });
  const failure = async (method: string, params?: unknown) => {
    try {
      await call(method, params);
    } catch (error) {
      return error as CallFailure;
    }
    throw new Error(`${method} was expected to fail`);
  };
  return { client, hello, hellos, closes, events, call, failure, stop };
}

/** Waits until a condition is true, up to the test's time limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
