import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { selfSignedCertificate } from "./self-signed-certificate.ts";
import { connect, start } from "./test-gateways.ts";

/** Errors that would have ended the process. */
let crashes: unknown[];
const noteCrash = (error: unknown) => crashes.push(error);
beforeEach(() => {
  crashes = [];
  process.prependListener("uncaughtException", noteCrash);
});
afterEach(() => void process.removeListener("uncaughtException", noteCrash));

const upgrade = [
  "GET / HTTP/1.1",
  "Host: localhost",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "\r\n",
].join("\r\n");

type Listener = { port: number; tls: boolean };

async function open({ port, tls }: Listener): Promise<{ socket: Socket; reset: () => void }> {
  const raw = connectTcp({ host: "127.0.0.1", port });
  raw.on("error", () => {});
  await once(raw, "connect");
  if (!tls) return { socket: raw, reset: () => raw.resetAndDestroy() };
  const socket = connectTls({ socket: raw, rejectUnauthorized: false });
  socket.on("error", () => {});
  await once(socket, "secureConnect");
  return { socket, reset: () => raw.resetAndDestroy() };
}

async function resetAfter(listener: Listener, text: string): Promise<void> {
  const { socket, reset } = await open(listener);
  await new Promise<void>((resolve) => socket.write(text, () => resolve()));
  reset();
}

test.each([false, true])(
  "a client that resets its connection during or after a restart does not end the process, TLS: %s",
  async (tls) => {
    const gateway = await start({ restartMs: 4_000, ...(tls ? { tls: selfSignedCertificate() } : {}) });
    const listener = { port: gateway.port, tls };
    const stages = ["", "GET /re", "GET // HTTP/1.1\r\nHost: x\r\n\r\n", upgrade];
    const everywhere = () =>
      Promise.all(
        stages.flatMap((text) => Array.from({ length: 5 }, () => text)).map((text) => resetAfter(listener, text)),
      );
    await everywhere();
    // The gateway refuses upgrades while it drains.
    const restarting = gateway.restart();
    await everywhere();
    await restarting;
    expect(crashes).toEqual([]);
    if (!tls) await expect((await connect(gateway)).call("health")).resolves.toMatchObject({ ok: true });
  },
);

test("a client that resets in the middle of the TLS handshake does not end the process", async () => {
  const gateway = await start({ tls: selfSignedCertificate() });
  for (let round = 0; round < 20; round += 1) {
    await resetAfter({ port: gateway.port, tls: false }, round % 2 ? "" : "\x16\x03\x01\x02\x00\x01");
  }
  expect(crashes).toEqual([]);
  expect((await open({ port: gateway.port, tls: true })).socket.destroyed).toBe(false);
});
