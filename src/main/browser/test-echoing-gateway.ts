import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

/** A gateway that refuses every connection, and repeats what it was sent in the error and in the reason of its close frame. */
export type EchoingGateway = { url: string; received(): string; close(): Promise<void> };

export async function startEchoingGateway(): Promise<EchoingGateway> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  let received = "";
  server.on("connection", (socket) => {
    socket.send(JSON.stringify({ type: "event", event: "connect.challenge", payload: { nonce: "n", ts: Date.now() } }));
    socket.on("error", () => undefined);
    socket.on("message", (data) => {
      const text = String(data);
      received += text;
      const { id, params } = JSON.parse(text) as { id: string; params: { auth?: { token?: string } } };
      const message = `unauthorized: ${JSON.stringify(params.auth)} is not the token`;
      const error = {
        code: "INVALID_REQUEST",
        message,
        details: { code: "AUTH_TOKEN_MISMATCH", sent: params.auth ?? {} },
      };
      socket.send(JSON.stringify({ type: "res", id, ok: false, error }));
      socket.close(1008, `unauthorized: ${params.auth?.token}`.slice(0, 120));
    });
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => received,
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
