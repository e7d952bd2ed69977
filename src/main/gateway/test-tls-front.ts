import { X509Certificate } from "node:crypto";
import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { selfSignedCertificate } from "../../practice-gateway/self-signed-certificate.ts";

/** A port that shows a self-signed certificate and passes what it gets to a practice gateway, for tests. */
export type TlsFront = {
  url: string;
  port: number;
  /** The SHA-256 fingerprint of the present certificate. */
  fingerprint(): string;
  /** Shows another certificate from now on, and ends the open connections. */
  renew(): void;
  /** How many bytes its clients have sent, after TLS. */
  receivedBytes(): number;
  close(): Promise<void>;
};

/** Opens such a port in front of a practice gateway that speaks no TLS. */
export async function openTlsFront(
  gatewayUrl: string,
  given: { key: string; cert: string } = selfSignedCertificate(),
): Promise<TlsFront> {
  let certificate = given;
  let received = 0;
  const open = new Set<Socket>();
  const server = createServer(certificate, (socket: TLSSocket) => {
    const behind = connect(Number(new URL(gatewayUrl).port), "127.0.0.1");
    for (const each of [socket, behind]) {
      open.add(each);
      each.on("error", () => undefined);
      each.on("close", () => {
        open.delete(each);
        socket.destroy();
        behind.destroy();
      });
    }
    socket.on("data", (data: Buffer) => {
      received += data.length;
    });
    socket.pipe(behind).pipe(socket);
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endAll = () => {
    for (const socket of open) socket.destroy();
  };
  const { port } = server.address() as AddressInfo;
  return {
    url: `wss://127.0.0.1:${port}`,
    port,
    fingerprint: () => new X509Certificate(certificate.cert).fingerprint256,
    renew() {
      certificate = selfSignedCertificate();
      server.setSecureContext(certificate);
      endAll();
    },
    receivedBytes: () => received,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      endAll();
      await closed;
    },
  };
}
