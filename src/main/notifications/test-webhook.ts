import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSignedCertificate } from "../../practice-gateway/self-signed-certificate.ts";

/** What a webhook does with what it is sent. */
export type WebhookBehaviour =
  | "ok"
  | "error"
  | "redirect"
  | "slow"
  | "hang-up"
  | "half-an-answer"
  | "endless"
  | "garbage";

/** A webhook for tests, with a secret path. */
export type TestWebhook = {
  url: string;
  /** The bodies of all requests, in order. */
  received: string[];
  /** Paths that were asked for. */
  paths: string[];
  behaviour: WebhookBehaviour;
  port: number;
  close(): Promise<void>;
};

export const secretPath = "/services/T0/planted-secret-path-of-a-webhook";

/** @param port 0 for any */
export async function openTestWebhook({ tls = false, port = 0 } = {}): Promise<TestWebhook> {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      webhook.received.push(body);
      webhook.paths.push(request.url ?? "");
      behave(webhook.behaviour, response);
    });
  };
  const server = tls ? createTlsServer(selfSignedCertificate(), answer) : createServer(answer);
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: own } = server.address() as AddressInfo;
  const webhook: TestWebhook = {
    url: `${tls ? "https" : "http"}://127.0.0.1:${own}${secretPath}`,
    received: [],
    paths: [],
    behaviour: "ok",
    port: own,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return webhook;
}

function behave(behaviour: WebhookBehaviour, response: ServerResponse): void {
  if (behaviour === "ok") response.end("ok");
  if (behaviour === "error") response.writeHead(500).end(`refused ${secretPath}`);
  if (behaviour === "redirect") response.writeHead(302, { location: "/elsewhere" }).end();
  if (behaviour === "hang-up") response.socket?.destroy();
  if (behaviour === "half-an-answer") response.socket?.end("HTTP/1.1 200 OK\r\nContent-Le");
  if (behaviour === "garbage") response.socket?.end("this is no HTTP\r\n\r\n");
  if (behaviour === "endless") {
    response.writeHead(200);
    const timer = setInterval(() => response.write("x".repeat(10_000)), 1);
    response.on("close", () => clearInterval(timer));
  }
}
