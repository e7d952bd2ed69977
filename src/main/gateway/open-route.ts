import type { Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from "node:tls";
import { awakeTimeout } from "../awake/awake.ts";
import type { ChosenProxy } from "../network/choose-proxy.ts";
import { endpointPartsOf } from "../network/endpoint-parts.ts";
import type { Network } from "../network/network.ts";
import { openTunnel, unreached } from "../network/open-tunnel.ts";
import { ProxyError } from "../network/proxy-error.ts";
import { trusted } from "../network/trust.ts";
import { GatewayCallError } from "./failure.ts";
import type { Failure } from "./failure-kinds.ts";

/** The way to a gateway through a proxy. */
export type Route = { socket: Socket; proxy: ChosenProxy };

export type RouteOptions = { network: Network; timeoutMs: number; signal?: AbortSignal | undefined };

/**
 * Opens the way to a gateway as far as a proxy is concerned, and waits until this process knows whose certificates to trust.
 * @returns null if the gateway is reached directly, which is left to the caller
 * @throws GatewayCallError with one of the codes for proxies; the reason of `signal`, when that aborts
 */
export async function openRoute(url: URL, { network, timeoutMs, signal }: RouteOptions): Promise<Route | null> {
  try {
    const proxy = await network.proxyTo(url);
    if (endpointPartsOf(url).isTls || proxy?.address.isTls) await trusted();
    return proxy && { proxy, socket: await tunnelTo(url, proxy, timeoutMs, signal) };
  } catch (error) {
    if (error instanceof ProxyError) throw new GatewayCallError("connect", proxyFailure(error));
    throw error;
  }
}

/** @throws ProxyError, also if the proxy takes longer; the reason of `signal`, when that aborts */
async function tunnelTo(url: URL, { address }: ChosenProxy, timeoutMs: number, signal?: AbortSignal): Promise<Socket> {
  const { host, port } = endpointPartsOf(url);
  const limit = awakeTimeout(timeoutMs);
  const either = AbortSignal.any(signal ? [limit, signal] : [limit]);
  return openTunnel({ proxy: address, host, port, signal: either }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw limit.aborted
      ? unreached(address, Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }))
      : error;
  });
}

function proxyFailure({ code, message, kind }: ProxyError): Failure {
  if (kind === "passing") return { kind: "away", code, message };
  return { kind: "permanent", code, message, ...(kind === "unknown-host" ? { isUnknownHost: true } : {}) };
}

/** Begins a TLS handshake with a gateway, over the route to it if that is not direct. */
export function startTls(url: URL, route: Socket | null, options: ConnectionOptions = {}): TLSSocket {
  const { host, port, servername } = endpointPartsOf(url);
  const named = { ...options, ...(servername ? { servername } : {}) };
  return connectTls(route ? { ...named, host, socket: route } : { ...named, host, port });
}
