import type { Server } from "node:http";

/**
 * Keeps connections that are reset from ending the process. Node throws the error of a socket that has no listener, and an
 * HTTP server gives its own listener up when it hands a socket over for an upgrade: so every socket gets one when it is
 * accepted, and keeps it.
 */
export function surviveResets(server: Server): void {
  server.on("connection", (socket) => socket.on("error", () => socket.destroy()));
}
