import { RPCLink } from "@orpc/client/websocket";
import { socketPath } from "../../shared/port-handshake.ts";
import type { Transport } from "./keep-connected.ts";

/**
 * Connects to the browser host that served this page.
 *
 * @throws Error when the WebSocket cannot be opened: the host is not running, or this browser's session has ended.
 */
export async function openSocket(): Promise<Transport> {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}${socketPath}`);
  socket.binaryType = "arraybuffer";
  // Added before RPCLink's own listener, so that `closed` settles before RPCLink fails its calls.
  const closed = new Promise<void>((resolve) => socket.addEventListener("close", () => resolve(), { once: true }));
  const link = new RPCLink({ websocket: socket });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("close", () => reject(new Error("The browser host does not answer.")), { once: true });
  });
  return { link, isOpen: () => socket.readyState === WebSocket.OPEN, closed };
}
