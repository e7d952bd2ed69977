import { connect as connectTcp } from "node:net";
import type { PeerCertificate, TLSSocket } from "node:tls";
import { addressFault } from "../../shared/addresses.ts";
import { hintsOf, messageOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import { proxySourceWords, type Voucher, voucherWords } from "../../shared/network-view.ts";
import { endpointPartsOf } from "../network/endpoint-parts.ts";
import { directNetwork, type Network } from "../network/network.ts";
import { voucherOf } from "../network/trust.ts";
import { admitCertificate, type CertificatePin } from "./certificate-pin.ts";
import { StageFailure } from "./check-stage.ts";
import { classifyFailure, GatewayCallError } from "./failure.ts";
import type { GatewayTarget } from "./open-link.ts";
import { openRoute, startTls } from "./open-route.ts";
import { refusal } from "./refusal.ts";

/** The stages of a check that need no gateway at the other end: the address and TLS. */

/** @throws StageFailure if the record's URL cannot be a gateway's */
export function parseAddress({ url }: GatewayTarget): URL {
  if (url === "")
    throw new StageFailure("address", "the gateway's record has no address", hintsOf("gateway-no-url").example);
  const fault = addressFault("gateway", url);
  if (fault) throw new StageFailure("address", `the address ${fault.reason}`, fault.hint);
  return new URL(url);
}

/** The way to a gateway. */
export type NetworkFacts = {
  /** The SHA-256 fingerprint of the certificate that the gateway showed; null without TLS. */
  certificateSha256: string | null;
  /** Host and port of the proxy that led to it; null without one. */
  proxy: string | null;
  /** Whose authority has vouched for its certificate; null without TLS, if any certificate is allowed, and if it is not known. */
  vouchedBy: Voucher | null;
};

export type NetworkTrial = {
  target: GatewayTarget;
  certificatePin: CertificatePin;
  network?: Network | undefined;
  timeoutMs: number;
  signal: AbortSignal;
  /** Called with what is known of the way to the gateway, as it becomes known. */
  onFound: (facts: Partial<NetworkFacts>) => void;
};

/** Opens a TCP connection, through the proxy if one leads there. @throws StageFailure; the reason of `signal` */
export async function reach(url: URL, trial: NetworkTrial): Promise<string> {
  const { timeoutMs, signal } = trial;
  const { host, port } = endpointPartsOf(url);
  const through = await reachThroughProxy(url, trial);
  if (through !== null) return through;
  const socket = connectTcp({ host, port, signal });
  try {
    await eventOf(socket, "connect", timeoutMs);
    return `${socket.remoteAddress ?? host} port ${port} accepts connections, without a proxy`;
  } catch (error) {
    signal.throwIfAborted();
    throw addressFailure(codeOf(error), host, port, timeoutMs);
  } finally {
    socket.destroy();
  }
}

/** @returns null if no proxy leads there */
async function reachThroughProxy(url: URL, trial: NetworkTrial): Promise<string | null> {
  const { network = directNetwork, timeoutMs, signal } = trial;
  const { host, port } = endpointPartsOf(url);
  const route = await openRoute(url, { network, timeoutMs, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw proxyStage("address", trial, error);
  });
  if (route === null) return null;
  route.socket.destroy();
  trial.onFound({ proxy: route.proxy.address.shown });
  return `the proxy ${route.proxy.address.shown} ${proxySourceWords[route.proxy.source]} connects to ${host} port ${port}`;
}

/** The failure of a stage for which a proxy is to blame; any other error as it is. */
function proxyStage(stage: "address" | "tls", { target }: NetworkTrial, error: unknown): unknown {
  if (!(error instanceof GatewayCallError)) return error;
  const refused = refusal(target, error.failure);
  return new StageFailure(stage, error.failure.message, refused.hint, refused);
}

function addressFailure(code: string, host: string, port: number, timeoutMs: number): StageFailure {
  const failed = (detail: string, hint: Hint) => new StageFailure("address", detail, hint);
  switch (code) {
    case "ECONNREFUSED":
      return failed(`nothing listens at ${host} port ${port} (${code})`, hintsOf("gateway-unreachable").noListener);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return failed(`the host name ${host} is not known (${code})`, hintsOf("gateway-unreachable").unknownHost);
    case "ETIMEDOUT":
      return failed(
        `${host} port ${port} did not answer within ${Math.round(timeoutMs / 1000)} s`,
        hintsOf("gateway-unreachable").silentHost,
      );
    default:
      return failed(`${host} port ${port} cannot be reached (${code})`, hintsOf("gateway-unreachable").network);
  }
}

/** Completes a TLS handshake as the gateway's record allows. @throws StageFailure; the reason of `signal` */
export async function shakeTls(url: URL, trial: NetworkTrial): Promise<string> {
  const { target, network = directNetwork, timeoutMs, signal } = trial;
  const { allowInsecureTls } = target;
  const route = await openRoute(url, { network, timeoutMs, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw proxyStage("tls", trial, error);
  });
  const socket = startTls(url, route?.socket ?? null, { rejectUnauthorized: !allowInsecureTls });
  const abort = () => socket.destroy(new Error("aborted"));
  signal.addEventListener("abort", abort, { once: true });
  try {
    await eventOf(socket, "secureConnect", timeoutMs);
    const certificate = socket.getPeerCertificate();
    trial.onFound({ certificateSha256: certificate.fingerprint256 });
    const accepted = allowInsecureTls ? `, ${acceptance(certificate, trial)}` : vouching(socket, trial);
    return `${socket.getProtocol() ?? "TLS"}, certificate ${describe(certificate)}${accepted}`;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StageFailure) throw error;
    throw tlsFailure(target, error);
  } finally {
    signal.removeEventListener("abort", abort);
    socket.destroy();
  }
}

/** Who has vouched for a certificate, as the end of a phrase; empty if that is not known. */
function vouching(socket: TLSSocket, { onFound }: NetworkTrial): string {
  const voucher = voucherOf(socket.getPeerCertificate(true));
  if (voucher === null) return "";
  onFound({ vouchedBy: voucher });
  return `, vouched for by ${voucherWords[voucher]}`;
}

function tlsFailure(target: GatewayTarget, error: unknown): StageFailure {
  const code = codeOf(error);
  const failure = classifyFailure(error);
  if (failure.code === "gateway-address") {
    const { message, hint } = refusal(target, failure);
    return new StageFailure("tls", message, hint);
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_"))
    return new StageFailure("tls", `the TLS handshake failed (${code})`, hintsOf("gateway-tls").proxy);
  if (code === "ECONNRESET" || code === "ETIMEDOUT")
    return new StageFailure("tls", `it did not finish the TLS handshake (${code})`, hintsOf("gateway-tls").proxy);
  const { hint } = refusal(target, { kind: "permanent", code: "gateway-tls", message: messageOf(error) });
  return new StageFailure("tls", `its certificate was not accepted (${messageOf(error)})`, hint);
}

/**
 * Why a certificate is accepted although no authority needs to have issued it. @throws StageFailure if it is not the pinned one
 */
function acceptance({ fingerprint256 }: PeerCertificate, { target, certificatePin }: NetworkTrial): string {
  const isFirst = certificatePin.load() === null;
  const changed = admitCertificate(fingerprint256, certificatePin);
  if (!changed) return isFirst ? "accepted as the first one seen" : "which is the accepted one";
  const refused = refusal(target, changed);
  throw new StageFailure("tls", changed.message, refused.hint, refused);
}

function describe({ subject, valid_to: validTo, fingerprint256 }: PeerCertificate): string {
  const name = subject?.CN;
  const named = Array.isArray(name) ? name.join(", ") : (name ?? "without a name");
  return `${named}, valid to ${validTo}, SHA-256 ${fingerprint256}`;
}

/** Waits for a socket's event, its error, or the time limit, whichever is first. */
function eventOf(socket: ReturnType<typeof connectTcp>, event: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(timeoutMs, () => reject(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })));
    socket.once(event, () => resolve());
    // Not removed: a destroyed socket may still report an error.
    socket.on("error", reject);
  });
}

function codeOf(error: unknown): string {
  return isJsonObject(error) && typeof error.code === "string" ? error.code : messageOf(error);
}
