import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A connection to a server that can be cut off after any number of bytes. */
export type CuttingProxy = {
  port: number;
  /** Cuts each connection after this many bytes, counted over both directions; null never does. */
  cutAfter(bytes: number | null): void;
  /** The bytes that have passed since the last `cutAfter`. */
  readonly passedBytes: number;
  close(): void;
};

export async function startCuttingProxy(toPort: number): Promise<CuttingProxy> {
  let limit: number | null = null;
  let passed = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const there = connect({ host: "127.0.0.1", port: toPort });
    const cut = () => {
      client.destroy();
      there.destroy();
    };
    const pass = (from: Socket, to: Socket) => {
      sockets.add(from);
      from.on("error", cut);
      from.on("close", cut);
      from.on("data", (data) => {
        const left = limit === null ? data.length : Math.max(0, limit - passed);
        passed += data.length;
        if (left < data.length) {
          // The bytes up to the limit arrive; nothing after them does.
          to.write(data.subarray(0, left), cut);
          return;
        }
        to.write(data);
      });
    };
    pass(client, there);
    pass(there, client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter(bytes) {
      limit = bytes;
      passed = 0;
    },
    get passedBytes() {
      return passed;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
