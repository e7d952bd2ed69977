import { once } from "node:events";
import { createServer, type Server } from "node:http";

export type CheckIn = { path: string; token: string | null };

/** A Mission Control that accepts every call and records who made it. */
export type StubMissionControl = {
  url: string;
  /** The check-ins so far, oldest first. */
  checkIns: CheckIn[];
  stop(): void;
};

export async function startStubMissionControl(): Promise<StubMissionControl> {
  const checkIns: CheckIn[] = [];
  const server = createServer((request, response) => {
    const token = request.headers["x-agent-token"];
    if (request.method === "POST")
      checkIns.push({ path: request.url ?? "", token: typeof token === "string" ? token : null });
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"ok": true}');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    checkIns,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}
