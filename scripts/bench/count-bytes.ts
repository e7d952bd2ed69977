import diagnostics from "node:diagnostics_channel";
import type { Socket } from "node:net";

/** Counts the bytes on all sockets that this process opens from now on, until the returned function is called. */
export function countBytes(): () => { sentBytes: number; receivedBytes: number } {
  const sockets: Socket[] = [];
  const onSocket = (message: unknown) => sockets.push((message as { socket: Socket }).socket);
  diagnostics.subscribe("net.client.socket", onSocket);
  return () => {
    diagnostics.unsubscribe("net.client.socket", onSocket);
    const sum = (bytes: (socket: Socket) => number) => sockets.reduce((total, socket) => total + bytes(socket), 0);
    return { sentBytes: sum(({ bytesWritten }) => bytesWritten), receivedBytes: sum(({ bytesRead }) => bytesRead) };
  };
}
