import type { PortRequester } from "../shared/port-handshake.ts";

declare global {
  interface Window {
    /** There on the desktop only: the preload's port handshake. */
    flightDeckPort?: PortRequester;
  }
}
