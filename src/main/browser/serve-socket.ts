import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { AnyRouter } from "@orpc/server";
import { RPCHandler } from "@orpc/server/ws";
import { type WebSocket, WebSocketServer } from "ws";
import { socketPath } from "../../shared/port-handshake.ts";
import type { Access } from "./access.ts";
import { isOwnHost, isOwnOrigin } from "./own-address.ts";

export type SocketSide = { server: Server; port: number; access: Access; router: AnyRouter };

/** A fleet file of 200 MB is the largest message from a renderer. */
const maxPayloadBytes = 256 * 2 ** 20;
const pingEveryMs = 30_000;

/**
 * Serves the contract over WebSockets, to our own pages only: any page can open a socket to any address, and the browser sends
 * our cookie with it.
 * @returns closes every socket
 */
export function serveSocket({ server, port, access, router }: SocketSide): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes });
  const handler = new RPCHandler(router);
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refused = refusalOf(request, port, access);
    if (refused) return refuse(stream, refused);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on("error", () => socket.terminate());
      keepAlive(socket);
      void handler.upgrade({
        addEventListener: socket.addEventListener.bind(socket),
        // Waits until it is sent: a slow renderer gets fewer and larger batches, not a longer queue.
        send: (data: Parameters<WebSocket["send"]>[0]) =>
          new Promise<void>((resolve) => socket.send(data, () => resolve())),
      });
    });
  });
  return () => {
    for (const socket of sockets.clients) socket.close(1001, "Flight Deck ends");
    sockets.close();
  };
}

function refusalOf({ headers, url }: IncomingMessage, port: number, access: Access): string | null {
  if (!isOwnHost(headers.host, port)) return "421 Misdirected Request";
  if (!isOwnOrigin(headers.origin, port)) return "403 Forbidden";
  if (!access.admits(headers.cookie)) return "401 Unauthorized";
  return url === socketPath ? null : "404 Not Found";
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** A tunnel that breaks silently leaves a socket that never closes by itself. */
function keepAlive(socket: WebSocket): void {
  let isAlive = true;
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, pingEveryMs);
  socket.on("pong", () => {
    isAlive = true;
  });
  socket.on("close", () => clearInterval(timer));
}
