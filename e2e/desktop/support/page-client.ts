import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { Page } from "@playwright/test";
import type { contract } from "../../../src/shared/contract.ts";
import type { PortRequester } from "../../../src/shared/port-handshake.ts";

export type PageClient = ContractRouterClient<typeof contract>;
type Listener = (event: { data: string }) => void;
type PortPage = { flightDeckPort: PortRequester; testPort: MessagePort; fromTestPort(data: string): void };

/** A client of main for the test, over a port that it requests in the app's page like the app. */
export async function connectPage(page: Page): Promise<PageClient> {
  const listeners: Listener[] = [];
  await page.exposeFunction("fromTestPort", (data: string) => {
    for (const listener of listeners) listener({ data });
  });
  // The page has requested its own port by then, but the answer may still be pending and would reach us as well.
  await page.waitForLoadState("load");
  await page.evaluate(async () => {
    const own = window as unknown as PortPage;
    own.testPort = await new Promise<MessagePort>((resolve) => {
      let ports = 0;
      window.addEventListener("message", ({ source, ports: [port] }) => {
        if (source === window && port && ++ports === 2) resolve(port);
      });
      own.flightDeckPort.request();
      own.flightDeckPort.request();
    });
    own.testPort.onmessage = ({ data }) => own.fromTestPort(data);
  });
  const port = {
    addEventListener: (type: string, listener: Listener) => void (type === "message" && listeners.push(listener)),
    postMessage: (data: string) =>
      void page
        .evaluate((text) => (window as unknown as PortPage).testPort.postMessage(text), data)
        .catch(() => undefined),
  };
  return createORPCClient(new RPCLink({ port: port as unknown as MessagePort }));
}
