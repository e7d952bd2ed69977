import type { Transport } from "./keep-connected.ts";
import { openPort } from "./open-port.ts";
import { openSocket } from "./open-socket.ts";

/** Connects to main the way this window can: a MessagePort on the desktop, a WebSocket in a browser. */
export function openTransport(): Promise<Transport> {
  return window.flightDeckPort ? openPort(window.flightDeckPort) : openSocket();
}
