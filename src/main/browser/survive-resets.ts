import type { Server } from "node:http";

/**
 * Keeps reset connections from ending the process. Node throws the error of a socket without a listener, and an HTTP server
 * removes its own listener when it passes a socket on for an upgrade. So every socket gets a listener when it is accepted.
 */
export function surviveResets(server: Server): void {
  server.on("connection", (socket) => socket.on("error", () => socket.destroy()));
}
