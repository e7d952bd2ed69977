import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FlightDeckError, hintsOf, isSystemError, messageOf } from "../../shared/errors.ts";
import { keepPrivate } from "./keep-private.ts";
import { createPrivateFile, ensurePrivateDir } from "./private-files.ts";

export const dataKeyBytes = 32;

/** The start of `data.key` if the operator has the desktop keep the key in the key store of the operating system. */
export const wrappedKeyStart = "os-key-store:";

/**
 * Where the 32-byte data key comes from, which everything else is derived from. Both calls may be made any number of times.
 */
export type KeySource = {
  /** What the operator knows it as: `FLIGHTDECK_KEY`, or the path of a file. */
  name: string;
  /** The key, or null if none is kept here yet. @throws FlightDeckError `vault-key` if one is kept, but cannot be used */
  read(): Buffer | null;
  /** Makes and keeps a key, for a folder without any. If another process made one meanwhile, it returns that one. */
  make(): Buffer;
};

/** The key file was read and holds no key. After any other error the key in it may still be good. */
export class DamagedKeyError extends FlightDeckError {
  constructor(path: string) {
    super("vault-key", `The key file ${path} does not hold a key.`, hintsOf("vault-key").keyFile);
  }
}

/** A key that another part has read already. */
export function keyAtHand(name: string, key: Buffer): KeySource {
  const read = () => key;
  return { name, read, make: read };
}

/** The key in `FLIGHTDECK_KEY`: 32 bytes as base64url, base64 or hex. */
export function keyFromEnvironment(value: string): KeySource {
  const read = () => {
    const key = decodeKey(value);
    if (key) return key;
    throw new FlightDeckError(
      "vault-key",
      "FLIGHTDECK_KEY is set, but it is not 32 bytes written as base64url, base64 or hex.",
      hintsOf("vault-key").keyForm,
    );
  };
  return { name: "FLIGHTDECK_KEY", read, make: read };
}

/** The key file of a data folder. */
export function keyFileOf(dataDir: string): string {
  return join(dataDir, "data.key");
}

/** The key in `<dataDir>/data.key` (0600). */
export function keyFromFile(dataDir: string): KeySource {
  const path = keyFileOf(dataDir);
  const read = () => {
    const text = readKeyFile(path);
    if (text === null) return null;
    const key = decodeKey(text);
    if (key) return key;
    if (text.startsWith(wrappedKeyStart)) throw wrapped(dataDir);
    throw new DamagedKeyError(path);
  };
  const make = () => {
    try {
      ensurePrivateDir(dataDir);
      const key = randomBytes(dataKeyBytes);
      if (createPrivateFile(path, encodeKey(key))) return key;
    } catch (error) {
      throw unreadable(path, error);
    }
    const key = read();
    if (key) return key;
    throw unreadable(path, new Error("another process removed it"));
  };
  return { name: path, read, make };
}

function readKeyFile(path: string): string | null {
  try {
    keepPrivate(path);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof FlightDeckError) throw error;
    if (isSystemError(error, "ENOENT")) return null;
    throw unreadable(path, error);
  }
}

/** A key as a key file holds it. */
export function encodeKey(key: Buffer): string {
  return `${key.toString("base64url")}\n`;
}

function wrapped(dataDir: string): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The key of the data folder ${dataDir} is in the key store of the operating system, which only the desktop app can open.`,
    hintsOf("vault-key").desktopFolder,
  );
}

function unreadable(path: string, cause: unknown): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The key file ${path} cannot be read or made: ${messageOf(cause)}`,
    hintsOf("vault-key").noAccess,
    { cause },
  );
}

/** Each spelling separately, so that a damaged key is never read as a key in another alphabet. */
const spellings: [RegExp, BufferEncoding][] = [
  [/^[0-9a-f]{64}$/i, "hex"],
  [/^[A-Za-z0-9_-]{43}=?$/, "base64url"],
  [/^[A-Za-z0-9+/]{43}=?$/, "base64"],
];

/** The key in a text: 32 bytes as base64url, base64 or hex; undefined if it holds none. */
export function decodeKey(text: string): Buffer | undefined {
  const trimmed = text.trim();
  const spelling = spellings.find(([pattern]) => pattern.test(trimmed));
  return spelling && Buffer.from(trimmed, spelling[1]);
}
