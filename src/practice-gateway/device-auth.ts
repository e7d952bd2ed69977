import { createHash, createPublicKey, verify } from "node:crypto";
import type { Profile } from "./profiles.ts";
import { invalidRequest, type WireError } from "./wire.ts";

/** The connect params that a device signs. */
export type SignedConnect = {
  client: { id: string; mode: string; platform: string; deviceFamily?: string };
  role?: string;
  scopes?: string[];
  auth?: { token?: string; password?: string; deviceToken?: string };
  device: { id: string; publicKey: string; signature: string; signedAt: number; nonce: string };
};

const maxClockSkewMs = 120_000;
const ed25519SpkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

/**
 * Checks that the device of a connect request has the private key of its id and signed this challenge. Payload versions 3
 * and 2 are accepted, as on real gateways; old ones accept only version 2.
 */
export function deviceProblem(
  connect: SignedConnect,
  nonce: string,
  { hasAuthErrorDetails, takesSignatureV3 }: Profile,
): WireError | undefined {
  const { device } = connect;
  const refusal = (message: string, code: string, reason: string) =>
    invalidRequest(message, hasAuthErrorDetails ? { code, reason } : undefined);
  const rawKey = Buffer.from(device.publicKey, "base64url");
  if (createHash("sha256").update(rawKey).digest("hex") !== device.id)
    return refusal("device identity mismatch", "DEVICE_AUTH_DEVICE_ID_MISMATCH", "device-id-mismatch");
  if (Math.abs(Date.now() - device.signedAt) > maxClockSkewMs)
    return refusal("device signature expired", "DEVICE_AUTH_SIGNATURE_EXPIRED", "device-signature-stale");
  if (device.nonce !== nonce)
    return refusal("device nonce mismatch", "DEVICE_AUTH_NONCE_MISMATCH", "device-nonce-mismatch");
  if (!isSigned(connect, rawKey, takesSignatureV3))
    return refusal("device signature invalid", "DEVICE_AUTH_SIGNATURE_INVALID", "device-signature");
  return undefined;
}

function isSigned(connect: SignedConnect, rawKey: Buffer, takesV3: boolean): boolean {
  if (rawKey.length !== 32) return false;
  const key = createPublicKey({ key: Buffer.concat([ed25519SpkiPrefix, rawKey]), format: "der", type: "spki" });
  const signature = Buffer.from(connect.device.signature, "base64url");
  const [v2, v3] = payloads(connect);
  return (takesV3 ? [v2, v3] : [v2]).some((payload) => verify(null, Buffer.from(payload), key, signature));
}

function payloads({ client, role, scopes, auth, device }: SignedConnect): [v2: string, v3: string] {
  const token = auth?.token ?? auth?.deviceToken ?? "";
  const common = [
    device.id,
    client.id,
    client.mode,
    role ?? "operator",
    (scopes ?? []).join(","),
    String(device.signedAt),
    token,
    device.nonce,
  ];
  const metadata = [client.platform, client.deviceFamily ?? ""].map((text) => text.trim().toLowerCase());
  return [["v2", ...common].join("|"), ["v3", ...common, ...metadata].join("|")];
}
