import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { type WebSocket, WebSocketServer } from "ws";
import { codeOf } from "../shared/code-of.ts";

export type TlsFiles = { key: string; cert: string };

export type ListenerOptions = {
  maxPayloadBytes: number;
  tls?: TlsFiles;
  /** Why the gateway is not ready; empty when it is. */
  failing: () => string[];
  /** Whether an upgrade is accepted; otherwise the answer is HTTP 503. */
  acceptsSockets: () => boolean;
  uptimeMs: () => number;
  onSocket: (socket: WebSocket) => void;
};

const rebindTries = 50;
const rebindPauseMs = 20;

const refusedText = "Gateway websocket admission closed";
const refusedUpgrade = [
  "HTTP/1.1 503 Service Unavailable",
  "Connection: close",
  "Content-Type: text/plain; charset=utf-8",
  `Content-Length: ${refusedText.length}`,
  "",
  refusedText,
].join("\r\n");

/** The HTTP side of a gateway: its health probes and its upgrade to WebSocket, on loopback only. */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #sockets: WebSocketServer;
  readonly #open = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxPayloadBytes });
  }

  get port(): number {
    return this.#port;
  }

  /** @param port 0 for any free one. */
  async listen(port: number): Promise<number> {
    for (let tries = 1; ; tries += 1) {
      try {
        this.#server = await this.#bind(port);
        this.#port = (this.#server.address() as AddressInfo).port;
        return this.#port;
      } catch (error) {
        // The port of a process that was just stopped can stay in use for a moment.
        if (port === 0 || tries === rebindTries || codeOf(error) !== "EADDRINUSE") throw error;
        await delay(rebindPauseMs);
      }
    }
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  #bind(port: number): Promise<Server> {
    const { tls } = this.#options;
    const server = tls ? createTlsServer(tls) : createServer();
    server.on("request", (request, response) => {
      const { status, body } = this.#probe(request.url ?? "/");
      response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
    });
    server.on("upgrade", (request, socket: Duplex, head: Buffer) => {
      if (!this.#options.acceptsSockets()) {
        socket.end(refusedUpgrade);
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, this.#options.onSocket);
    });
    // A client that resets its connection must end only that connection, also after an upgrade, which removes HTTP's error
    // listener.
    const surviveReset = (socket: Socket) => socket.on("error", () => socket.destroy());
    server.on("secureConnection", surviveReset);
    server.on("connection", (socket: Socket) => {
      surviveReset(socket);
      socket.setNoDelay(true);
      this.#open.add(socket);
      socket.on("close", () => this.#open.delete(socket));
    });
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => resolve(server));
    });
  }

  #probe(url: string): { status: number; body: object } {
    const pathname = url.split("?")[0];
    if (pathname === "/health" || pathname === "/healthz") return { status: 200, body: { ok: true, status: "live" } };
    if (pathname !== "/ready" && pathname !== "/readyz") return { status: 404, body: { error: "not found" } };
    const failing = this.#options.failing();
    const ready = failing.length === 0;
    return { status: ready ? 200 : 503, body: { ready, failing, uptimeMs: this.#options.uptimeMs() } };
  }
}
