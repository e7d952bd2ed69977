/**
 * How a window on the desktop gets its MessagePort to main. The preload exposes `window.flightDeckPort`; the renderer calls
 * `request()`; main answers through the preload with `window.postMessage({ type: portMessageType }, origin, [port])`.
 * A port that closes is asked for again the same way. In a browser there is no `flightDeckPort`, and a WebSocket is used.
 */
export const portMessageType = "flight-deck-port";

/** What the preload exposes as `window.flightDeckPort`. */
export type PortRequester = { request(): void };

/** The browser host's WebSocket, on the page's own host. */
export const socketPath = "/rpc";
