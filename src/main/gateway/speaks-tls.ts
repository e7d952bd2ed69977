import type { Network } from "../network/network.ts";
import { openRoute, startTls } from "./open-route.ts";

/** Whether something at the address completes a TLS handshake, with any certificate. Sends nothing else. */
export async function speaksTls(address: string, network: Network, timeoutMs: number): Promise<boolean> {
  const url = new URL(address);
  const route = await openRoute(url, { network, timeoutMs }).catch(() => undefined);
  if (route === undefined) return false;
  return new Promise((resolve) => {
    const socket = startTls(url, route?.socket ?? null, { rejectUnauthorized: false });
    const end = (speaks: boolean) => {
      socket.destroy();
      resolve(speaks);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once("secureConnect", () => end(true));
    // Not removed: a destroyed socket may still report an error.
    socket.on("error", () => end(false));
  });
}
