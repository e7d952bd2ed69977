import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection that is reset at some stage: what is sent on it, and when it is reset. */
export type ResetStage = {
  name: string;
  /** Sent in order, each after the peer answered the one before. */
  sends: (string | Buffer)[];
  /** Reset after the peer has answered the last one too; otherwise at once. */
  awaitsAnswer?: boolean;
};

const upgradeHead = (headers: string[]) =>
  ["GET /rpc HTTP/1.1", ...headers, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"].join(
    "\r\n",
  );
const upgrade = (headers: string[], key = "dGhlIHNhbXBsZSBub25jZQ==") =>
  `${upgradeHead(headers)}\r\nSec-WebSocket-Key: ${key}\r\n\r\n`;

/** A masked text frame that announces 100 bytes and has five. */
const halfFrame = Buffer.from([0x81, 0x80 | 100, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const closeFrame = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]);

/** Every stage of HTTP and WebSocket set-up at which a peer may disappear. */
export function resetStages({ port, cookie }: { port: number; cookie: string }): ResetStage[] {
  const host = `Host: 127.0.0.1:${port}`;
  const admitted = [host, `Origin: http://127.0.0.1:${port}`, `Cookie: ${cookie}`];
  return [
    { name: "accepted", sends: [] },
    { name: "half a request line", sends: ["GET /ind"] },
    { name: "no HTTP at all", sends: ["\x16\x03\x01\x00\xff\r\n\r\n"] },
    { name: "an address that is none", sends: [`GET // HTTP/1.1\r\n${host}\r\n\r\n`] },
    { name: "half a body", sends: [`POST / HTTP/1.1\r\n${host}\r\nContent-Length: 100000\r\n\r\nbegin`] },
    { name: "many requests at once", sends: [`GET / HTTP/1.1\r\n${host}\r\n\r\n`.repeat(20)] },
    { name: "a response under way", sends: [`GET /assets/large.js HTTP/1.1\r\n${admitted.join("\r\n")}\r\n\r\n`] },
    { name: "CONNECT", sends: [`CONNECT 127.0.0.1:1 HTTP/1.1\r\n${host}\r\n\r\n`] },
    { name: "upgrade refused", sends: [upgrade([host])] },
    { name: "upgrade refused by its key", sends: [upgrade(admitted, "short")] },
    { name: "upgrade to elsewhere", sends: [upgrade([host]).replace("/rpc", "/elsewhere")] },
    { name: "upgrade accepted", sends: [upgrade(admitted)] },
    { name: "open", sends: [upgrade(admitted)], awaitsAnswer: true },
    { name: "half a frame", sends: [upgrade(admitted), halfFrame] },
    { name: "closing", sends: [upgrade(admitted), closeFrame] },
  ];
}

/** Opens a connection, goes as far as the stage says, and resets it. */
export async function resetAt(port: number, { sends, awaitsAnswer = false }: ResetStage): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port });
  socket.on("error", () => {});
  await once(socket, "connect");
  for (const [index, data] of sends.entries()) {
    await new Promise<void>((resolve) => socket.write(data, () => resolve()));
    if (awaitsAnswer || index < sends.length - 1) await answered(socket);
  }
  socket.resetAndDestroy();
}

async function answered(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  await Promise.race([once(socket, "data"), once(socket, "close")]);
}
