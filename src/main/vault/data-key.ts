import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { createPrivateFile, ensurePrivateDir } from "./private-files.ts";

export const dataKeyBytes = 32;

/** The start of `data.key` if the desktop had the OS key store wrap the key: useless to any other host. */
export const wrappedKeyStart = "os-key-store:";

/** Returns the 32-byte data key that everything else is derived from. The desktop's comes from the OS key store. */
export type KeySource = () => Buffer;

/** The key in `FLIGHTDECK_KEY`: 32 bytes as base64url, base64 or hex. */
export function keyFromEnvironment(value: string): KeySource {
  return () => {
    const key = decodeKey(value);
    if (key) return key;
    throw new FlightDeckError(
      "vault-key",
      "FLIGHTDECK_KEY is set, but it is not 32 bytes written as base64url, base64 or hex.",
      hintsOf("vault-key").keyForm,
    );
  };
}

/** The key in `<dataDir>/data.key` (0600), which is created at the first start. */
export function keyFromFile(dataDir: string): KeySource {
  const path = join(dataDir, "data.key");
  return () => {
    const text = readOrCreate(dataDir, path);
    const key = decodeKey(text);
    if (key) return key;
    if (text.startsWith(wrappedKeyStart)) throw wrapped(dataDir);
    throw new FlightDeckError("vault-key", `The key file ${path} does not hold a key.`, hintsOf("vault-key").keyFile);
  };
}

function readOrCreate(dataDir: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw unreadable(path, error);
  }
  try {
    ensurePrivateDir(dataDir);
    createPrivateFile(path, `${randomBytes(dataKeyBytes).toString("base64url")}\n`);
    return readFileSync(path, "utf8");
  } catch (error) {
    throw unreadable(path, error);
  }
}

function wrapped(dataDir: string): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The data folder ${dataDir} belongs to the desktop app: its key is wrapped by the key store of the operating system.`,
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

function decodeKey(text: string): Buffer | undefined {
  const trimmed = text.trim();
  const spelling = spellings.find(([pattern]) => pattern.test(trimmed));
  return spelling && Buffer.from(trimmed, spelling[1]);
}
