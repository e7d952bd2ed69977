import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { decodeKey, type KeySource, keyAtHand, keyFileOf, keyFromFile, wrappedKeyStart } from "./data-key.ts";
import { readSharedKeyAddress, sharedKeyContext, sharedKeyFile } from "./share-key.ts";
import { createVault } from "./vault.ts";

/** The sealed key is shorter; another program's answer may not be. */
const mostAnswerChars = 1000;
const patienceMs = 5000;

type OpenKey = (dataDir: string) => Promise<KeySource>;
let openInKeyStore: OpenKey | null = null;

/** For a host that has a key store and opens data folders by `findKeySource`: what opens a key that is in it. */
export function openKeysWith(open: OpenKey): void {
  openInKeyStore = open;
}

/**
 * The key of a data folder for a host without a key store: from the key file or, if the desktop keeps the key in the system's key
 * store, from the desktop that has the folder open, or from that store if this host has it. The source throws if none has it.
 */
export async function findKeySource(dataDir: string): Promise<KeySource> {
  if (!isKeyWrapped(dataDir)) return keyFromFile(dataDir);
  const key = await askOpenHost(dataDir);
  if (key !== null) return keyAtHand(keyFileOf(dataDir), key);
  return openInKeyStore === null ? keyFromFile(dataDir) : await openInKeyStore(dataDir);
}

/** Whether the key of a data folder is in the system's key store. */
export function isKeyWrapped(dataDir: string): boolean {
  try {
    return readFileSync(keyFileOf(dataDir), "utf8").startsWith(wrappedKeyStart);
  } catch {
    // Whoever needs the key reports why it cannot be read.
    return false;
  }
}

async function askOpenHost(dataDir: string): Promise<Buffer | null> {
  const shared = readSharedKeyAddress(join(dataDir, sharedKeyFile));
  if (!shared) return null;
  try {
    const sealed = await readAll(shared.address);
    return decodeKey(createVault(Buffer.from(shared.secret, "base64url")).open(sealed, sharedKeyContext)) ?? null;
  } catch {
    // The desktop has ended, perhaps in a crash, or something else answered.
    return null;
  }
}

function readAll(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(address);
    socket.setEncoding("utf8");
    socket.setTimeout(patienceMs, () => socket.destroy(new Error("no answer")));
    socket.on("error", reject);
    socket.on("data", (part: string) => {
      text += part;
      if (text.length > mostAnswerChars) socket.destroy(new Error("too long an answer"));
    });
    socket.on("end", () => resolve(text));
    socket.on("close", () => reject(new Error("closed without an answer")));
  });
}
