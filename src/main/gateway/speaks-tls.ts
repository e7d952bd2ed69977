import { connect as connectTls } from "node:tls";
import { endpointPartsOf } from "./endpoint-parts.ts";

/** Whether something at the address completes a TLS handshake, with any certificate. Sends nothing else. */
export function speaksTls(url: string, timeoutMs: number): Promise<boolean> {
  const { host, port, servername } = endpointPartsOf(new URL(url));
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, rejectUnauthorized: false, ...(servername ? { servername } : {}) });
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
