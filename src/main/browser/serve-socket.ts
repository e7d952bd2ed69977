import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { AnyRouter } from "@orpc/server";
import { RPCHandler } from "@orpc/server/ws";
import { type WebSocket, WebSocketServer } from "ws";
import { socketPath } from "../../shared/port-handshake.ts";
import { socketProtocol } from "../../shared/session-proof.ts";
import type { CallContext } from "../router/implement-contract.ts";
import type { Access, Session } from "./access.ts";
import { isOwnHost, isOwnOrigin } from "./own-address.ts";

export type SocketSide = { server: Server; port: number; access: Access; router: AnyRouter };

/** A fleet file of 200 MB is the largest message from a renderer. */
const maxPayloadBytes = 256 * 2 ** 20;
const pingEveryMs = 30_000;

/** The longest time that a page stays connected after its session was ended, also from the command line. */
const checkSessionEveryMs = 2_000;
const lastWordsMs = 500;

/**
 * Serves the contract over WebSockets, to our own pages only: any page can open a socket to any address, and any program on this
 * machine may have got our cookie from a browser. So a page has to prove that it has its session's key.
 * @returns closes every socket
 */
export function serveSocket({ server, port, access, router }: SocketSide): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxPayloadBytes,
    handleProtocols: () => socketProtocol,
  });
  const handler = new RPCHandler(router);
  server.on("upgrade", async (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const asked = await checkRequest(request, port, access).catch(() => "500 Internal Server Error");
    if (typeof asked === "string") return refuse(stream, asked);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on("error", () => socket.terminate());
      keepAlive(socket);
      closeWithSession(socket, asked, access);
      const context: CallContext = { browserSessionId: asked.id };
      const caller = {
        addEventListener: socket.addEventListener.bind(socket),
        // Waits until it is sent: a slow renderer gets fewer and larger batches, not a longer queue.
        send: (data: Parameters<WebSocket["send"]>[0]) =>
          new Promise<void>((resolve) => socket.send(data, () => resolve())),
      };
      void handler.upgrade(caller, { context });
    });
  });
  return () => {
    for (const socket of sockets.clients) socket.close(1001, "Flight Deck ends");
    sockets.close();
  };
}

/** @returns the session, or the status of the refusal */
async function checkRequest(
  { headers, url }: IncomingMessage,
  port: number,
  access: Access,
): Promise<Session | string> {
  const { host, origin, cookie } = headers;
  if (host === undefined || !isOwnHost(host, port)) return "421 Misdirected Request";
  if (!isOwnOrigin(origin, port)) return "403 Forbidden";
  const session = access.find(cookie);
  if (!session || !(await access.admits(session, host, headers["sec-websocket-protocol"]))) return "401 Unauthorized";
  return url === socketPath ? session : "404 Not Found";
}

/** Ends both directions: Node would keep the connection for as long as the other side does not close it. */
function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => stream.destroy());
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

/** Closes a socket when its session is ended. */
function closeWithSession(socket: WebSocket, session: Session, access: Access): void {
  const timer = setInterval(() => {
    if (mayStay()) return;
    socket.close(4401, "The session was ended");
    // A client that does not answer could keep sending for half a minute.
    setTimeout(() => socket.terminate(), lastWordsMs);
  }, checkSessionEveryMs);
  const mayStay = () => {
    try {
      return access.touch(session);
    } catch {
      // A database that is busy for a moment, such as during an import on the command line, has ended no session.
      return true;
    }
  };
  socket.on("close", () => clearInterval(timer));
}
