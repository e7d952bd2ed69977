import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { GatewayClient } from "@openclaw/gateway-client";

/** A gateway accessed with the vendor's client, without Flight Deck. */
export type RawClient = {
  call(method: string, params?: object): Promise<unknown>;
  /** Changes at every restart; null if the gateway does not report it. */
  bootId: string | null;
};

const callTimeoutMs = 120_000;
const helloTimeoutMs = 90_000;

/**
 * Opens a separate connection with the vendor's client and its own device, and closes it when `work` is done. It waits for a
 * gateway that is starting.
 */
export async function withRawClient<T>(
  gateway: { url: string; token: string },
  work: (raw: RawClient) => Promise<T>,
): Promise<T> {
  const hello = Promise.withResolvers<{ server?: { bootId?: string } }>();
  const client = new GatewayClient({
    url: gateway.url,
    token: gateway.token,
    clientName: "gateway-client",
    mode: "backend",
    role: "operator",
    platform: "node",
    scopes: ["operator.read", "operator.write", "operator.admin"],
    minProtocol: 3,
    maxProtocol: 4,
    deviceIdentity: device,
    hostDeps: {
      signDevicePayload: (privateKeyPem, payload) =>
        sign(null, Buffer.from(asEveryVersionReads(payload)), privateKeyPem).toString("base64url"),
      publicKeyRawBase64UrlFromPem: (publicKeyPem) => rawPublicKey(publicKeyPem).toString("base64url"),
    },
    onHelloOk: hello.resolve,
  });
  const timer = setTimeout(
    () => hello.reject(new Error("the gateway did not answer the test's client")),
    helloTimeoutMs,
  );
  try {
    client.start();
    const { server } = await hello.promise;
    return await work({
      bootId: server?.bootId ?? null,
      call: (method, params = {}) => client.request(method, params, { timeoutMs: callTimeoutMs }),
    });
  } finally {
    clearTimeout(timer);
    client.stop();
  }
}

/**
 * Gateways before 2026.2.26 accept only the second version of the payload, without platform and family; later ones accept it
 * as well.
 */
function asEveryVersionReads(payload: string): string {
  return payload.replace(/^v3\|/, "v2|").replace(/\|[^|]*\|[^|]*$/, "");
}

const device = newDevice();

function newDevice() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return {
    deviceId: createHash("sha256").update(rawPublicKey(publicKeyPem)).digest("hex"),
    publicKeyPem,
    privateKeyPem,
  };
}

function rawPublicKey(publicKeyPem: string): Buffer {
  return createPublicKey(publicKeyPem).export({ type: "spki", format: "der" }).subarray(-32);
}
