import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { dataKeyBytes } from "./data-key.ts";
import { replacePrivateFile } from "./private-files.ts";
import { createVault } from "./vault.ts";

/** The file in a data folder that says where its open host hands out the data key (0600). */
export const sharedKeyFile = "shared-key.json";

/** What the key is sealed for on its way. */
export const sharedKeyContext = "shared-data-key";

/** The content of `sharedKeyFile`: a socket or named pipe, and the key that opens what it sends, as base64url. */
export type SharedKeyAddress = { address: string; secret: string };

/** Longer paths of sockets do not work on every system: macOS allows 103 bytes. */
const maxPathBytes = 100;
const folderStart = "flight-deck-key-";
const patienceMs = 5000;

/**
 * Hands the data key to other Flight Deck processes of the same user while this one runs. A socket in a folder of the user's own
 * sends it, sealed under a secret that is only in a private file: a reader needs both. (Windows lets other users read from a named
 * pipe.)
 * @param dataDir held by this process
 * @returns ends it
 */
export async function shareKey(dataDir: string, key: Buffer): Promise<() => void> {
  const file = join(dataDir, sharedKeyFile);
  removeLeftovers(file);
  const secret = randomBytes(dataKeyBytes);
  const vault = createVault(secret);
  const server = createServer((socket) => {
    // The process that asked may have ended.
    socket.on("error", () => {});
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.end(vault.seal(key.toString("base64url"), sharedKeyContext));
  });
  const address = await listen(server, dataDir);
  server.on("error", () => {});
  server.unref();
  const end = () => {
    server.close();
    removeLeftovers(file);
  };
  try {
    const shared: SharedKeyAddress = { address, secret: secret.toString("base64url") };
    replacePrivateFile(file, JSON.stringify(shared));
  } catch (error) {
    end();
    throw error;
  }
  return end;
}

/** Listens at the first place that works: not every file system has sockets, and paths may be too long. */
async function listen(server: Server, dataDir: string): Promise<string> {
  if (process.platform === "win32")
    return listenAt(server, `\\\\.\\pipe\\${folderStart}${randomBytes(16).toString("hex")}`);
  const places = [dataDir, process.env.XDG_RUNTIME_DIR, tmpdir(), "/tmp"].filter((place) => place !== undefined);
  const failures: unknown[] = [];
  for (const place of places) {
    try {
      return await listenIn(server, place);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `No socket can be made in ${places.join(", ")}.`);
}

async function listenIn(server: Server, place: string): Promise<string> {
  // For this user only (0700).
  const folder = mkdtempSync(join(place, folderStart));
  const address = join(folder, "socket");
  try {
    if (Buffer.byteLength(address) > maxPathBytes) throw new Error(`${address} is too long for a socket.`);
    return await listenAt(server, address);
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
}

function listenAt(server: Server, address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, () => {
      server.off("error", reject);
      resolve(address);
    });
  });
}

/** Removes what a host that has ended leaves behind; after a crash that includes the socket. */
function removeLeftovers(file: string): void {
  const address = readSharedKeyAddress(file)?.address;
  rmSync(file, { force: true });
  if (address === undefined || !basename(dirname(address)).startsWith(folderStart)) return;
  try {
    rmSync(address, { force: true });
    rmdirSync(dirname(address));
  } catch {
    // The folder is gone already, or not ours to remove.
  }
}

/** @returns null if there is no such file, or another program has written to it */
export function readSharedKeyAddress(file: string): SharedKeyAddress | null {
  try {
    const { address, secret }: Partial<SharedKeyAddress> = JSON.parse(readFileSync(file, "utf8"));
    return typeof address === "string" && typeof secret === "string" ? { address, secret } : null;
  } catch {
    return null;
  }
}
