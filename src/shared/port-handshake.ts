/**
 * How a window on the desktop gets its MessagePort to main. The preload exposes `window.flightDeckPort`; the renderer calls
 * `request()`; main answers through the preload with `window.postMessage({ type: portMessageType }, origin, [port])`. When a
 * port closes, a new one is requested the same way. A browser has no `flightDeckPort` and uses a WebSocket.
 */
export const portMessageType = "flight-deck-port";

/** Between preload and main: the request for a port, and the answer that brings it. */
export const portRequestChannel = "flight-deck:port-request";
export const portAnswerChannel = "flight-deck:port-answer";

/** What the preload exposes as `window.flightDeckPort`. */
export type PortRequester = { request(): void };

/** The browser host's WebSocket, on the page's own host. */
export const socketPath = "/rpc";
