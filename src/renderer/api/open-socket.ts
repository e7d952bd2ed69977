import { RPCLink } from "@orpc/client/websocket";
import { socketPath } from "../../shared/port-handshake.ts";
import {
  type HostAnswer,
  newChallenge,
  proofOf,
  proofProtocol,
  sessionPath,
  socketProtocol,
} from "../../shared/session-proof.ts";
import type { Transport } from "./keep-connected.ts";
import { keepSessionKey, readSessionKeys } from "./session-key.ts";

/**
 * Connects to the browser host that served this page, once it has proved that it is that host: while it is not running, another
 * program can answer at its port.
 *
 * @throws Error when the host is not running, or is another program
 */
export async function openSocket(): Promise<Transport> {
  const proven = await proveSession();
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}${socketPath}`, [socketProtocol, proven]);
  socket.binaryType = "arraybuffer";
  // Added before RPCLink's own listener, so that `closed` settles before RPCLink fails its calls.
  const closed = new Promise<void>((resolve) => socket.addEventListener("close", () => resolve(), { once: true }));
  const link = new RPCLink({ websocket: socket });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("close", () => reject(new Error("The browser host does not answer.")), { once: true });
  });
  return { link, isOpen: () => socket.readyState === WebSocket.OPEN, closed };
}

/**
 * Trusts nothing that the host says before it has proved itself, and so never leaves this page for one of its own.
 * @returns the subprotocol with this page's proof for one WebSocket
 */
async function proveSession(): Promise<string> {
  const keys = await readSessionKeys();
  if (keys.length === 0) throw new Error("This browser has no key for Flight Deck.");
  const asked = newChallenge();
  const response = await fetch(`${sessionPath}?challenge=${asked}`);
  if (!response.ok) throw new Error("The session of this browser has ended.");
  const { proof: given, challenge }: HostAnswer = await response.json();
  for (const key of keys) {
    if (given !== (await proofOf(key, "host", location.host, asked))) continue;
    await keepSessionKey(key);
    return proofProtocol({ challenge, proof: await proofOf(key, "page", location.host, challenge) });
  }
  throw new Error("Another program answers at this address.");
}
