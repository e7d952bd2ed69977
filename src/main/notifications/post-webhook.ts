import { codeOf } from "../../shared/code-of.ts";
import { messageOf } from "../../shared/errors.ts";
import { noAnswerReasons } from "../../shared/no-answer-reasons.ts";
import { askHttp } from "../network/ask-http.ts";
import type { Network } from "../network/network.ts";
import { ProxyError } from "../network/proxy-error.ts";
import { rememberAddress } from "./webhook-address.ts";

export const defaultTimeoutMs = 10_000;

export type WebhookPost = {
  network: Network;
  url: string;
  body: string;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
};

/**
 * Sends a body to a webhook, once. Redirects are not followed, and nothing of the answer is read except its status.
 * @returns null if it was taken, or else why not, in our own words: an error of the connection may hold the address
 * @throws the reason of `signal`, when that aborts
 */
export async function postWebhook({
  network,
  url,
  body,
  signal,
  timeoutMs = defaultTimeoutMs,
}: WebhookPost): Promise<string | null> {
  rememberAddress(new URL(url));
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await askHttp(network, url, {
      method: "POST",
      isSecret: true,
      headers: { "content-type": "application/json", "user-agent": "flight-deck" },
      body,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    // What it says is of no interest, may never end, and may repeat what it was sent.
    answer.cancel();
    return explainStatus(answer.status);
  } catch (error) {
    signal?.throwIfAborted();
    return explainFailure(error, timeoutMs);
  }
}

function explainStatus(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) {
    return `it answers with a redirect (HTTP status ${status}), which is not followed: give the address that it leads to`;
  }
  const meaning: Record<number, string> = {
    401: ": it does not accept this address",
    403: ": it does not accept this address",
    404: ": there is no webhook at this address",
    410: ": this webhook was removed",
    429: ": it was sent too much",
  };
  return `it answers with HTTP status ${status}${meaning[status] ?? ""}`;
}

const reasons: Record<string, string> = {
  ...noAnswerReasons,
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed, so it is not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by an authority that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by an authority that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is signed by an authority that is not trusted",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS: the address may begin with http://",
  EPROTO: "it does not speak TLS: the address may begin with http://",
};

function explainFailure(error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof ProxyError) return cause.message;
  const code = codeOf(cause);
  if (reasons[code] !== undefined) return reasons[code];
  if (cause instanceof Error && cause.name === "HTTPParserError") return "its answer is not HTTP";
  if (messageOf(cause) === "bad port") return "its port is one that HTTP never uses";
  return /^[A-Z][A-Z_]{1,40}$/.test(code) ? `the request failed (${code})` : "the request failed";
}
