import { usesTls } from "../../shared/addresses.ts";
import { directNetwork, type Network } from "../network/network.ts";
import { classifyFailure, type Failure, GatewayCallError } from "./failure.ts";
import { openRoute, startTls } from "./open-route.ts";

/** Where the certificate is kept that a gateway with `allowInsecureTls` must show; each as a SHA-256 fingerprint. */
export type CertificatePin = {
  /** Null before the first connection. */
  load(): string | null;
  /** Keeps the first certificate. @returns the one that counts: another connection may have been faster. */
  keepFirst(sha256: string): string;
};

type CertificateLook = {
  target: { url: string; allowInsecureTls: boolean };
  certificatePin: CertificatePin;
  network?: Network | undefined;
  connectTimeoutMs: number;
  signal?: AbortSignal | undefined;
};

/**
 * The certificate that the gateway may show on a connection, if its record allows one that no authority has issued; the first
 * one is kept. Sends nothing but a TLS handshake; the client compares the fingerprint again before it sends anything.
 * @returns its SHA-256 fingerprint; undefined if the certificate must be trusted by this machine
 * @throws GatewayCallError gateway-certificate when the gateway shows another one, and as a connection that fails; the reason of
 * `signal`
 */
export async function requireCertificate(look: CertificateLook): Promise<string | undefined> {
  const { target, certificatePin, signal } = look;
  signal?.throwIfAborted();
  if (!target.allowInsecureTls || !usesTls(target.url)) return undefined;
  const shown = await shownCertificate(look);
  const changed = admitCertificate(shown, certificatePin);
  if (changed) throw new GatewayCallError("connect", changed);
  return shown;
}

/** Compares a certificate with the pinned one, or pins it if it is the first. @returns the failure if it is another one */
export function admitCertificate(shown: string, pin: CertificatePin): Failure | null {
  const pinned = pin.load() ?? pin.keepFirst(shown);
  if (shown === pinned) return null;
  return {
    kind: "permanent",
    code: "gateway-certificate",
    message: `its certificate has changed: the accepted one has the SHA-256 fingerprint ${pinned}, it now shows one with ${shown}. Nothing was sent to it.`,
    offeredCertificate: shown,
  };
}

/** A pin that remembers which certificate its connection was last compared with. */
export class PinInUse implements CertificatePin {
  readonly #pin: CertificatePin;
  #used: { sha256: string | null } | null = null;

  constructor(pin: CertificatePin) {
    this.#pin = pin;
  }

  load(): string | null {
    return this.#note(this.#pin.load());
  }

  keepFirst(sha256: string): string {
    return this.#note(this.#pin.keepFirst(sha256));
  }

  /** False once another certificate was accepted, perhaps by another process. */
  get isCurrent(): boolean {
    return this.#used === null || this.#used.sha256 === this.#pin.load();
  }

  #note<Sha256 extends string | null>(sha256: Sha256): Sha256 {
    this.#used = { sha256 };
    return sha256;
  }
}

async function shownCertificate(look: CertificateLook): Promise<string> {
  const { target, network = directNetwork, connectTimeoutMs, signal } = look;
  const url = new URL(target.url);
  const route = await openRoute(url, { network, timeoutMs: connectTimeoutMs, signal });
  return new Promise((resolve, reject) => {
    const socket = startTls(url, route?.socket ?? null, { rejectUnauthorized: false });
    const fail = (error: Error) => {
      socket.destroy();
      reject(new GatewayCallError("connect", classifyFailure(error)));
    };
    const stop = () => {
      socket.destroy();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", stop, { once: true });
    socket.once("close", () => signal?.removeEventListener("abort", stop));
    socket.setTimeout(connectTimeoutMs, () =>
      fail(Object.assign(new Error("no TLS handshake"), { code: "ETIMEDOUT" })),
    );
    // Not removed: a destroyed socket may still report an error.
    socket.on("error", fail);
    socket.once("secureConnect", () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
  });
}
