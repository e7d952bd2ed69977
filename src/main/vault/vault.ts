import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { rememberSecret } from "./known-secrets.ts";

/** Keeps secrets encrypted. Code that has it can seal and open them, but never sees the key. */
export interface Vault {
  /** Names the data key without revealing it; part of every sealed text. */
  readonly keyId: string;
  /**
   * @param plain the secret.
   * @param context what the secret is and what it belongs to, such as `gateway-token:<gateway id>`; `open` needs the same, so
   * that sealed texts cannot be swapped between rows.
   * @returns text for a database column or a file; a new one every time.
   */
  seal(plain: string, context: string): string;
  /** @throws FlightDeckError `vault-key` when the text was sealed under another key, for another context, or was altered. */
  open(sealed: string, context: string): string;
  /** The same for bytes, such as a compressed file. */
  sealBytes(plain: Buffer, context: string): Buffer;
  /** @throws as `open` */
  openBytes(sealed: Buffer, context: string): Buffer;
  /** A keyed digest: shows that a text is the same as before without keeping it. Useless without the data key. */
  fingerprint(text: string): string;
}

const version = "fd1";
const keyIdBytes = 6;
const sealedStart = /^fd1\.(?<keyId>[\w-]{8})\./;
const ivBytes = 12;
const tagBytes = 16;

/**
 * The vault over one data key: AES-256-GCM with a random IV, the context as additional authenticated data. Sealed text is
 * `fd1.<key id>.<IV, ciphertext and tag as base64url>`, sealed bytes the same without base64url; the key id tells a wrong key
 * from altered text.
 *
 * @param dataKey 32 bytes; each use gets a key of its own from it by HKDF-SHA256.
 */
export function createVault(dataKey: Buffer): Vault {
  const sealingKey = derive(dataKey, "seal", 32);
  const fingerprintKey = derive(dataKey, "fingerprint", 32);
  const keyId = derive(dataKey, "key-id", keyIdBytes).toString("base64url");
  const bytesHeader = Buffer.from(`${version}.${keyId}.`, "latin1");
  return {
    keyId,
    seal(plain, context) {
      rememberSecret(plain);
      const body = encrypt(sealingKey, Buffer.from(plain, "utf8"), context);
      return `${version}.${keyId}.${body.toString("base64url")}`;
    },
    open(sealed, context) {
      const [sealedVersion, sealedKeyId, body, ...rest] = sealed.split(".");
      if (sealedVersion !== version || body === undefined || rest.length > 0) throw altered(context);
      if (sealedKeyId !== keyId) throw wrongKey(context);
      const plain = decrypt(sealingKey, Buffer.from(body, "base64url"), context).toString("utf8");
      rememberSecret(plain);
      return plain;
    },
    sealBytes: (plain, context) => Buffer.concat([bytesHeader, encrypt(sealingKey, plain, context)]),
    openBytes(sealed, context) {
      const header = sealed.subarray(0, bytesHeader.length);
      if (header.toString("latin1", 0, version.length) !== version) throw altered(context);
      if (!header.equals(bytesHeader)) throw wrongKey(context);
      return decrypt(sealingKey, sealed.subarray(bytesHeader.length), context);
    },
    fingerprint: (text) => createHmac("sha256", fingerprintKey).update(text, "utf8").digest("base64url"),
  };
}

/** The id of the key that a text was sealed under; null if it is not a sealed text. Its first characters are enough. */
export function keyIdOf(sealed: string): string | null {
  return sealedStart.exec(sealed)?.groups?.keyId ?? null;
}

/** How many characters of a sealed text name its key. */
export const sealedStartChars = "fd1.".length + Math.ceil((keyIdBytes * 4) / 3) + ".".length;

function derive(dataKey: Buffer, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync("sha256", dataKey, "flight-deck", purpose, bytes));
}

function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context, "utf8"));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, body: Buffer, context: string): Buffer {
  if (body.length < ivBytes + tagBytes) throw altered(context);
  const decipher = createDecipheriv("aes-256-gcm", key, body.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context, "utf8"));
  decipher.setAuthTag(body.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(body.subarray(ivBytes, -tagBytes)), decipher.final()]);
  } catch {
    throw altered(context);
  }
}

function wrongKey(context: string): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The stored secret ${context} was sealed under another data key.`,
    hintsOf("vault-key").otherKey,
  );
}

function altered(context: string): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The stored secret ${context} was altered, or belongs to another record.`,
    hintsOf("vault-key").altered,
  );
}
