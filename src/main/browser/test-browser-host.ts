import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { RouterClient } from "@orpc/server";
import { WebSocket } from "ws";
import {
  type HostAnswer,
  importSessionKey,
  proofOf,
  proofProtocol,
  sessionFragment,
  sessionPath,
  socketProtocol,
} from "../../shared/session-proof.ts";
import type { FlightDeckRouter } from "../router/create-router.ts";
import { type BrowserHost, type BrowserHostOptions, startBrowserHost } from "./start-browser-host.ts";
import { type Answer, ask } from "./test-ask.ts";

export type Entered = { cookie: string; secret: string };
export type SocketRequest = { headers: Record<string, string>; protocols?: string[] };

/** A browser host with a small page of its own, an empty data folder, and a browser made of plain requests. */
export class TestHost {
  readonly folder = mkdtempSync(join(tmpdir(), "flight-deck-browser-"));
  readonly dataDir = join(this.folder, "data");
  readonly #rendererFolder = join(this.folder, "renderer");
  host!: BrowserHost;
  port = 0;
  token = "";

  constructor() {
    mkdirSync(join(this.#rendererFolder, "assets"), { recursive: true });
    writeFileSync(join(this.#rendererFolder, "index.html"), "<!doctype html><title>Flight Deck</title>");
    writeFileSync(join(this.#rendererFolder, "assets", "main-abc123.js"), "export {}");
    writeFileSync(join(this.folder, "secret.txt"), "not for browsers");
  }

  get options(): BrowserHostOptions {
    return { dataDir: this.dataDir, env: {}, practice: false, rendererFolder: this.#rendererFolder };
  }

  async open(more: Partial<BrowserHostOptions> = {}): Promise<void> {
    this.host = await startBrowserHost({ ...this.options, ...more });
    const url = new URL(this.host.url);
    this.port = Number(url.port);
    this.token = url.searchParams.get("token") ?? "";
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  get(path: string, headers: Record<string, string> = {}, method?: string): Promise<Answer> {
    return ask(this.port, path, headers, method);
  }

  /** What a browser has after it opened a link. */
  async openLink(token = this.token, sent: Record<string, string> = {}): Promise<Entered> {
    const { headers, body } = await this.get(`/?token=${token}`, sent);
    const cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    return { cookie, secret: new RegExp(`url=/${sessionFragment}([\\w-]+)"`).exec(body)?.[1] ?? "" };
  }

  /** What a page sends to open its socket: cookie, origin, and its proof for a new challenge of the host. */
  async proved({ cookie, secret }: Entered): Promise<Required<SocketRequest>> {
    const host = `127.0.0.1:${this.port}`;
    const { body } = await this.get(`${sessionPath}?challenge=x`, { cookie, host });
    const { challenge } = JSON.parse(body) as HostAnswer;
    const proof = await proofOf(await importSessionKey(secret), "page", host, challenge);
    const headers = { cookie, origin: `http://${host}`, host };
    return { headers, protocols: [socketProtocol, proofProtocol({ challenge, proof })] };
  }

  openSocket({ headers, protocols = [] }: SocketRequest, path = "/rpc"): WebSocket {
    return new WebSocket(`ws://127.0.0.1:${this.port}${path}`, protocols, { headers });
  }

  /** The result of a WebSocket request: "open", or the status of the refusal. */
  upgrade(sent: SocketRequest, path?: string): Promise<string | number> {
    return new Promise((resolve) => {
      const socket = this.openSocket(sent, path);
      socket.on("open", () => {
        resolve("open");
        socket.close();
      });
      socket.on("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
      socket.on("error", () => {});
    });
  }
}

export type PageClient = RouterClient<FlightDeckRouter>;

/** The contract over a socket, as a page uses it. */
export function clientOver(socket: WebSocket): PageClient {
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}
