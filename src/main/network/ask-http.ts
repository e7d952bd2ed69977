import { request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { ChosenProxy } from "./choose-proxy.ts";
import { endpointPartsOf } from "./endpoint-parts.ts";
import type { Network } from "./network.ts";
import { authorizationFor, openTunnel, placeOf, refusalOf, requestTo, unreached } from "./open-tunnel.ts";
import { trusted } from "./trust.ts";

export type HttpRequest = {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** The address is a secret itself. */
  isSecret?: boolean;
};

export type HttpAnswer = { status: number; body: AsyncIterable<Uint8Array>; cancel(): void };

/**
 * Sends one HTTP request, through a proxy where there is one. Redirects are not followed.
 * @throws as `fetch`: the reason of `signal`, or an error with the failure as its cause, which is a ProxyError if it is the proxy's
 */
export async function askHttp(network: Network, address: string, asked: HttpRequest): Promise<HttpAnswer> {
  const { isSecret, ...request } = asked;
  const url = new URL(address);
  const proxy = await network.proxyTo(url, isSecret).catch(failed);
  if (endpointPartsOf(url).isTls || proxy?.address.isTls) await trusted();
  if (proxy !== null) return askThroughProxy(proxy, url, request);
  const response = await fetch(url, { ...request, redirect: "manual" });
  const { body } = response;
  return {
    status: response.status,
    body: body ?? (async function* () {})(),
    cancel: () => void body?.cancel().catch(() => undefined),
  };
}

function failed(cause: unknown): never {
  throw new TypeError("the request failed", { cause });
}

async function askThroughProxy(
  { address }: ChosenProxy,
  url: URL,
  { body, signal, ...request }: HttpRequest,
): Promise<HttpAnswer> {
  const { isTls, host, port, servername } = endpointPartsOf(url);
  const tunnel = isTls
    ? await openTunnel({ proxy: address, host, port, signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        return failed(error);
      })
    : null;
  return new Promise((resolve, reject) => {
    const sent = tunnel
      ? requestHttps(url, {
          ...request,
          signal,
          createConnection: () => connectTls({ socket: tunnel, host, servername: servername ?? "" }),
        })
      : requestTo(address)({
          ...request,
          ...placeOf(address),
          signal,
          path: url.href,
          headers: { ...request.headers, host: url.host, ...authorizationFor(address) },
        });
    sent.once("response", (response) => {
      const status = response.statusCode ?? 0;
      if (!tunnel && status === 407) {
        response.destroy();
        return reject(new TypeError("the request failed", { cause: refusalOf(address, status, url.host) }));
      }
      resolve({ status, body: response, cancel: () => void response.destroy() });
    });
    sent.once("error", (error) => {
      const cause = tunnel ? error : unreached(address, error);
      reject(signal.aborted ? signal.reason : new TypeError("the request failed", { cause }));
    });
    sent.once("close", () => (tunnel as Socket | null)?.destroy());
    sent.end(body);
  });
}
