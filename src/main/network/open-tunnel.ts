import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { codeOf } from "../../shared/code-of.ts";
import { cleanMessage } from "../vault/clean-message.ts";
import type { ProxyAddress } from "./proxy-address.ts";
import { ProxyError } from "./proxy-error.ts";

export type TunnelOptions = {
  proxy: ProxyAddress;
  /** Where the tunnel leads to. */
  host: string;
  port: number;
  /** Ends the wait for the proxy; what was opened stays open. */
  signal: AbortSignal;
};

/**
 * Asks an HTTP proxy for a connection to a host (CONNECT).
 * @returns a socket whose other end is that host
 * @throws ProxyError; the reason of `signal`, when that aborts
 */
export function openTunnel({ proxy, host, port, signal }: TunnelOptions): Promise<Socket> {
  signal.throwIfAborted();
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const request = requestTo(proxy)({
      ...placeOf(proxy),
      method: "CONNECT",
      path: target,
      headers: { host: target, ...authorizationFor(proxy) },
    });
    const stop = () => request.destroy(new Error("aborted"));
    signal.addEventListener("abort", stop, { once: true });
    request.once("close", () => signal.removeEventListener("abort", stop));
    // Not removed: a destroyed request may still report an error.
    request.on("error", (error) => reject(signal.aborted ? signal.reason : unreached(proxy, error)));
    request.once("response", (response) => {
      response.resume();
      request.destroy();
      reject(refusalOf(proxy, response.statusCode ?? 0, target));
    });
    request.once("connect", ({ statusCode = 0 }, socket, head) => {
      const refused = statusCode >= 200 && statusCode < 300 ? null : refusalOf(proxy, statusCode, target);
      if (refused) {
        socket.destroy();
        return reject(refused);
      }
      // Until something uses it; an error without a listener would end the process.
      socket.on("error", () => undefined);
      if (head.length > 0) socket.unshift(head);
      resolve(socket as Socket);
    });
    request.end();
  });
}

/** How a proxy is spoken to. */
export function requestTo({ isTls }: ProxyAddress): typeof requestHttps {
  return isTls ? requestHttps : requestHttp;
}

/** Where a proxy is. Without a name given, Node checks its certificate for that in the header Host, which is another's. */
export function placeOf({ host, port, servername }: ProxyAddress) {
  return { host, port, servername: servername ?? "", agent: false };
}

/** The header that lets us in at a proxy; none without a user. */
export function authorizationFor({ authorization }: ProxyAddress): { [header: string]: string } {
  return authorization === null ? {} : { "proxy-authorization": authorization };
}

/** A proxy that answers, but not with a connection. */
export function refusalOf({ shown, authorization }: ProxyAddress, status: number, target: string): ProxyError {
  if (status === 407) {
    const what = authorization === null ? "asks for a user and a password" : "does not accept the user and password";
    return new ProxyError("proxy-credentials", `the proxy ${shown} ${what} (HTTP status 407)`);
  }
  const isPassing = status >= 500 && status !== 501 && status !== 505;
  const what = isPassing ? `does not reach ${target} at present` : `refuses connections to ${target}`;
  return new ProxyError(
    "proxy-refused",
    `the proxy ${shown} ${what} (HTTP status ${status})`,
    isPassing ? "passing" : "lasting",
  );
}

const silentCodes = ["ETIMEDOUT", "EHOSTUNREACH", "EHOSTDOWN"];

/** A proxy that could not be reached. @param error of the connection to it */
export function unreached({ shown, isTls }: ProxyAddress, error: unknown): ProxyError {
  const code = codeOf(error) || "no code";
  if (code === "ENOTFOUND")
    return new ProxyError(
      "proxy-unreachable",
      `the host name of the proxy ${shown} is not known (${code})`,
      "unknown-host",
    );
  if (code === "ECONNREFUSED")
    return new ProxyError("proxy-unreachable", `nothing listens at the proxy ${shown} (${code})`, "passing");
  if (silentCodes.includes(code))
    return new ProxyError("proxy-unreachable", `the proxy ${shown} does not answer (${code})`, "passing");
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code))
    return new ProxyError("proxy-refused", `the certificate of the proxy ${shown} is not trusted (${code})`);
  if (code.startsWith("HPE_") || code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    const what = isTls ? "does not speak TLS" : "does not answer as an HTTP proxy does";
    return new ProxyError("proxy-refused", `the proxy ${shown} ${what} (${code})`);
  }
  return new ProxyError(
    "proxy-unreachable",
    `the proxy ${shown} cannot be reached (${cleanMessage(code, 100)})`,
    "passing",
  );
}
