import { createServer, type RequestListener, request } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";

/** What a proxy was asked for, such as `CONNECT gateway.corp.test:443`. */
export type TestProxy = {
  port: number;
  url: string;
  asked: string[];
  /** Its answer to everything, instead of a connection. */
  status: number | null;
  /** How often `status` is answered until connections are made again. */
  failures: number;
  close(): Promise<void>;
};

export type TestProxyOptions = {
  /** Where a host with this name really is, as only the proxy knows. */
  ports: { [host: string]: number };
  /** What Proxy-Authorization must be. */
  authorization?: string;
  /** The proxy's own certificate, if it speaks TLS. Its address has the name localhost then. */
  tls?: { key: string; cert: string };
  /** By default a free one. */
  port?: number;
};

/** An HTTP proxy on this machine, for tests. */
export async function openTestProxy({
  ports,
  authorization,
  tls,
  port: wanted = 0,
}: TestProxyOptions): Promise<TestProxy> {
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => open.delete(socket));
    return socket;
  };
  const refusalOf = (given: string | undefined) => {
    if (proxy.status !== null && proxy.failures > 0) {
      proxy.failures -= 1;
      return proxy.status;
    }
    return authorization !== undefined && given !== authorization ? 407 : null;
  };
  const answerAsked: RequestListener = (asked, answer) => {
    proxy.asked.push(`${asked.method} ${asked.url}`);
    const refused = refusalOf(asked.headers["proxy-authorization"]);
    const { hostname, pathname } = new URL(asked.url ?? "");
    const port = ports[hostname];
    if (refused !== null || port === undefined) return void answer.writeHead(refused ?? 502).end();
    const sent = request({ host: "127.0.0.1", port, path: pathname, method: asked.method ?? "GET" }, (got) => {
      answer.writeHead(got.statusCode ?? 500);
      got.pipe(answer);
    });
    asked.pipe(sent);
  };
  const server = tls ? createTlsServer(tls, answerAsked) : createServer(answerAsked);
  server.on("connection", keep);
  server.on("connect", (asked, client: Socket) => {
    if (tls) keep(client);
    proxy.asked.push(`CONNECT ${asked.url}`);
    const refused = refusalOf(asked.headers["proxy-authorization"]);
    const port = ports[(asked.url ?? "").replace(/:\d+$/, "")];
    if (refused !== null || port === undefined) return void client.end(`HTTP/1.1 ${refused ?? 502} No\r\n\r\n`);
    const behind = keep(connect(port, "127.0.0.1"));
    behind.once("connect", () => client.write("HTTP/1.1 200 Connection established\r\n\r\n"));
    client.pipe(behind).pipe(client);
    client.on("close", () => behind.destroy());
    behind.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: TestProxy = {
    port,
    url: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    asked: [],
    status: null,
    failures: Number.POSITIVE_INFINITY,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
  return proxy;
}
