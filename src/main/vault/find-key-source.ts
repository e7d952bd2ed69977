import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { decodeKey, type KeySource, keyAtHand, keyFileOf, keyFromFile, wrappedKeyStart } from "./data-key.ts";
import { readSharedKeyAddress, sharedKeyContext, sharedKeyFile } from "./share-key.ts";
import { createVault } from "./vault.ts";

/** The sealed key is shorter; another program's answer may not be. */
const mostAnswerChars = 1000;
const patienceMs = 5000;

/**
 * The key of a data folder for a host without a key store: from the key file or, if the desktop keeps the key in the system's key
 * store, from the desktop that has the folder open. The source throws if neither has it.
 */
export async function findKeySource(dataDir: string): Promise<KeySource> {
  const key = isKeyWrapped(dataDir) ? await askOpenHost(dataDir) : null;
  return key === null ? keyFromFile(dataDir) : keyAtHand(keyFileOf(dataDir), key);
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
