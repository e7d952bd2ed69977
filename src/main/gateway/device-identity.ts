import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { createPrivateFile } from "../vault/private-files.ts";

/** What seals the private key at rest; the vault is one. */
export type Sealer = { seal(plain: string, context: string): string; open(sealed: string, context: string): string };

export type DeviceIdentity = { deviceId: string; publicKeyPem: string; privateKeyPem: string };

const fileSchema = z.object({ deviceId: z.string(), publicKeyPem: z.string(), sealedPrivateKey: z.string() });
const sealContext = "device-key";

/**
 * Loads the Ed25519 identity by which gateways know this installation, or makes one. It is kept in `device.json` (0600) of the
 * data folder with the private key sealed. Every paired gateway knows this key: losing it means pairing again.
 * @throws FlightDeckError vault-key when the file cannot be read
 */
export function loadDeviceIdentity(dataDir: string, sealer: Sealer): DeviceIdentity {
  const file = deviceFileOf(dataDir);
  if (!existsSync(file)) createDeviceIdentity(file, sealer);
  try {
    const stored = fileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    return {
      deviceId: stored.deviceId,
      publicKeyPem: stored.publicKeyPem,
      privateKeyPem: sealer.open(stored.sealedPrivateKey, sealContext),
    };
  } catch (error) {
    throw identityUnreadable(error);
  }
}

function identityUnreadable(cause: unknown): FlightDeckError {
  if (cause instanceof FlightDeckError) return cause;
  return new FlightDeckError(
    "vault-key",
    "The device identity (device.json in the data folder) cannot be read.",
    hintsOf("vault-key").deviceIdentity,
    { cause },
  );
}

/**
 * Refuses an identity that cannot be read; a folder without one is fine.
 * @throws FlightDeckError vault-key
 */
export function requireReadableIdentity(dataDir: string): void {
  const file = deviceFileOf(dataDir);
  if (!existsSync(file)) return;
  try {
    fileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw identityUnreadable(error);
  }
}

/** The file with the identity of this installation. */
export function deviceFileOf(dataDir: string): string {
  return join(dataDir, "device.json");
}

/**
 * The private key of the identity as it is sealed in the data folder; null if there is no identity in it.
 * @throws FlightDeckError vault-key if this user cannot read the file
 */
export function sealedDeviceKeyIn(dataDir: string): string | null {
  const file = deviceFileOf(dataDir);
  if (!existsSync(file)) return null;
  try {
    return readSealedDeviceKey(readFileSync(file, "utf8"));
  } catch (error) {
    throw identityUnreadable(error);
  }
}

/** The sealed private key in the text of an identity file; null if there is none. */
export function readSealedDeviceKey(text: string): string | null {
  try {
    return fileSchema.parse(JSON.parse(text)).sealedPrivateKey;
  } catch {
    return null;
  }
}

/**
 * The text of the identity file with the private key under another key. A folder without an identity gets one, so that no other
 * process makes it under the old key at the same time.
 * @throws FlightDeckError vault-key if it cannot be opened
 */
export function resealDeviceKey(dataDir: string, from: Sealer, to: Sealer): string {
  const { deviceId, publicKeyPem, privateKeyPem } = loadDeviceIdentity(dataDir, from);
  return fileText({ deviceId, publicKeyPem, sealedPrivateKey: to.seal(privateKeyPem, sealContext) });
}

function fileText(content: z.infer<typeof fileSchema>): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

function createDeviceIdentity(file: string, sealer: Sealer): void {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const deviceId = createHash("sha256").update(rawPublicKey(publicKeyPem)).digest("hex");
  const content = { deviceId, publicKeyPem, sealedPrivateKey: sealer.seal(privateKeyPem, sealContext) };
  // Two processes that start together get the same identity: that of the first.
  createPrivateFile(file, fileText(content));
}

function rawPublicKey(publicKeyPem: string): Buffer {
  const rawKeyBytes = 32;
  return createPublicKey(publicKeyPem).export({ type: "spki", format: "der" }).subarray(-rawKeyBytes);
}

/** How the vendor's client signs its challenge with the identity. */
export const deviceSigning = {
  signDevicePayload: (privateKeyPem: string, payload: string): string =>
    sign(null, Buffer.from(payload, "utf8"), privateKeyPem).toString("base64url"),
  publicKeyRawBase64UrlFromPem: (publicKeyPem: string): string => rawPublicKey(publicKeyPem).toString("base64url"),
};

/** The same for gateways before 2026.2.26: they check the payload's second version, which lacks platform and device family. */
export const olderDeviceSigning: typeof deviceSigning = {
  ...deviceSigning,
  signDevicePayload: (privateKeyPem, payload) =>
    deviceSigning.signDevicePayload(privateKeyPem, payload.replace(/^v3\|/, "v2|").replace(/\|[^|]*\|[^|]*$/, "")),
};
