import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type InterruptingProxy = {
  port: number;
  /** Bytes that the server has sent since `arm`. */
  readonly sent: number;
  /** Lets so many bytes of the server through, then runs `act` once, by default cutting the connection off. */
  arm(bytes: number, act?: () => void): void;
  close(): Promise<void>;
};

/** A proxy before a server on 127.0.0.1 that cuts the connection, or does something else, after any number of bytes. */
export async function startInterruptingProxy(targetPort: number): Promise<InterruptingProxy> {
  const pairs = new Set<Socket>();
  let sent = 0;
  let limit = Number.POSITIVE_INFINITY;
  let act: (() => void) | undefined;
  const cut = () => {
    for (const socket of pairs) socket.destroy();
  };
  const server = createServer((client) => {
    const upstream = connect(targetPort, "127.0.0.1");
    for (const socket of [client, upstream]) {
      pairs.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => {
        pairs.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on("data", (chunk: Buffer) => {
      const allowed = Math.max(0, Math.min(chunk.length, limit - sent));
      sent += chunk.length;
      if (sent <= limit) return void client.write(chunk);
      const now = act ?? cut;
      limit = Number.POSITIVE_INFINITY;
      act = undefined;
      client.write(chunk.subarray(0, allowed), () => {
        now();
        if (now !== cut) client.write(chunk.subarray(allowed));
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    port: address.port,
    get sent() {
      return sent;
    },
    arm(bytes, then) {
      sent = 0;
      limit = bytes;
      act = then;
    },
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
