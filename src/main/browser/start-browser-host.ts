import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import type { RunEvent } from "../../shared/sync.ts";
import { type HostedApp, openHostedApp } from "../open-hosted-app.ts";
import { lastBrowserPort, saveBrowserPort } from "../operations/browser-access.ts";
import { packageRoot } from "../templates/package-root.ts";
import { createAccess } from "./access.ts";
import { answerRequest } from "./answer-request.ts";
import { serveSocket } from "./serve-socket.ts";
import { surviveResets } from "./survive-resets.ts";

export type BrowserHostOptions = {
  dataDir: string;
  /** 0 (the default) for any free one; null for the one of the last time, if it is free. */
  port?: number | null;
  /** Resets the practice fleet to its first state. */
  resetPractice?: boolean;
  /** False for an empty data folder that stays empty. */
  practice?: boolean;
  /** Where the built renderer is; out/renderer by default. */
  rendererFolder?: string;
  env?: NodeJS.ProcessEnv;
  /** Called for the events of the sync that sets the practice gateway up. */
  onPracticeEvent?: (event: RunEvent) => void;
};

export type BrowserHost = {
  /** The address that opens it, with its one-time token. */
  url: string;
  /** The port of the last time, if another program has it now. */
  takenPort: number | null;
  hostedApp: HostedApp;
  close(): Promise<void>;
};

/**
 * Serves the application to browsers on this machine: HTTP and WebSocket on 127.0.0.1, for browsers that open the printed
 * address.
 * @throws FlightDeckError bad-input when the port is taken; and as `openHostedApp`
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { rendererFolder = join(packageRoot(), "out", "renderer"), onPracticeEvent, ...deckOptions } = options;
  const server = createServer();
  surviveResets(server);
  const wish = options.port === undefined ? 0 : options.port;
  // A port that was asked for is taken first: where it cannot be had, nothing has changed.
  const given = wish === null ? null : await listen(server, wish);
  const hostedApp = await openHostedApp({
    ...deckOptions,
    host: { kind: "browser", electron: null },
    ...(onPracticeEvent ? { onPracticeEvent } : {}),
  }).catch(async (error: unknown) => {
    await closeServer(server);
    throw error;
  });
  try {
    const { database, vault } = hostedApp.services;
    const lastPort = lastBrowserPort(database);
    const port = given ?? (await listen(server, lastPort).catch(() => listen(server, 0)));
    saveBrowserPort(database, port);
    const access = createAccess(database, vault, port);
    const side = { port, access, rendererFolder };
    server.on("request", (request, response) => {
      answerRequest(side, request, response).catch((error: unknown) => {
        hostedApp.services.log.error({ err: error }, "a request of a browser failed");
        response.destroy();
      });
    });
    const closeSockets = serveSocket({ server, port, access, router: hostedApp.router });
    return {
      url: `http://127.0.0.1:${port}/?token=${access.token}`,
      takenPort: given === null && lastPort !== 0 && lastPort !== port ? lastPort : null,
      hostedApp,
      async close() {
        closeSockets();
        await hostedApp.close();
        await closeServer(server);
      },
    };
  } catch (error) {
    await hostedApp.close();
    await closeServer(server);
    throw error;
  }
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  } catch (error) {
    throw new FlightDeckError(
      "bad-input",
      `Port ${port} cannot be used: ${messageOf(error)}`,
      hintsOf("bad-input").port,
    );
  }
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, "close");
}
