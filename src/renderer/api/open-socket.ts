import { RPCLink } from "@orpc/client/websocket";
import { socketPath } from "../../shared/port-handshake.ts";
import {
  type HostAnswer,
  lostSessionPath,
  newChallenge,
  proofOf,
  proofProtocol,
  sessionPath,
  socketProtocol,
} from "../../shared/session-proof.ts";
import type { Transport } from "./keep-connected.ts";
import { readSessionKey } from "./session-key.ts";

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

/** @returns the subprotocol with this page's proof for one WebSocket; leaves the page when the session has ended or its key is gone */
async function proveSession(): Promise<string> {
  const key = await readSessionKey();
  if (!key) return leave(lostSessionPath);
  const challenge = newChallenge();
  const response = await fetch(`${sessionPath}?challenge=${challenge}`);
  if (response.status === 401) return leave("/");
  const answer = (await response.json()) as HostAnswer;
  const expected = await proofOf(key, "host", location.host, challenge);
  if (answer.proof !== expected) throw new Error("Another program answers at this address.");
  const proof = await proofOf(key, "page", location.host, answer.challenge);
  return proofProtocol({ challenge: answer.challenge, proof });
}

/** The host's own page there says how to open Flight Deck again. */
function leave(path: string): Promise<never> {
  location.assign(path);
  return new Promise(() => {});
}
