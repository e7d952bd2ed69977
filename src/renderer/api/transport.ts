import type { ClientContext, ClientLink } from "@orpc/client";
import { openPort } from "./open-port.ts";
import { openSocket } from "./open-socket.ts";

/** One connection to main, however it is carried. */
export type Transport = {
  link: ClientLink<ClientContext>;
  isOpen(): boolean;
  /** Settles once, when the connection is closed. Pending calls fail after that, not before. */
  closed: Promise<void>;
};

/** Connects to main the way this window can: a MessagePort on the desktop, a WebSocket in a browser. */
export function openTransport(): Promise<Transport> {
  return window.flightDeckPort ? openPort(window.flightDeckPort) : openSocket();
}
