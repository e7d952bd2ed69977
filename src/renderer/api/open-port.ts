import { RPCLink } from "@orpc/client/message-port";
import { type PortRequester, portMessageType } from "../../shared/port-handshake.ts";
import type { Transport } from "./keep-connected.ts";

const answerTimeoutMs = 5_000;

/**
 * Asks the preload for a port to main and waits for it.
 *
 * @throws Error when no port arrives within five seconds.
 */
export async function openPort(requester: PortRequester): Promise<Transport> {
  const port = await receivePort(requester);
  let isOpen = true;
  const closed = new Promise<void>((resolve) => {
    const close = () => {
      isOpen = false;
      resolve();
    };
    port.addEventListener("close", close, { once: true });
  });
  const link = new RPCLink({ port });
  port.start();
  return { link, isOpen: () => isOpen, closed };
}

function receivePort(requester: PortRequester): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      window.removeEventListener("message", receive);
    };
    const receive = (event: MessageEvent) => {
      const [port] = event.ports;
      // Accept only messages from this window's own preload: any other message has another source.
      if (event.source !== window || event.data?.type !== portMessageType || !port) return;
      stop();
      resolve(port);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error("The main process did not answer."));
    }, answerTimeoutMs);
    window.addEventListener("message", receive);
    requester.request();
  });
}
