import { GatewayClientRequestError, GatewayClientRequestTimeoutError } from "@openclaw/gateway-client";
import { messageOf } from "../../shared/errors.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import { spellSize } from "../../shared/spell-size.ts";
import { cleanMessage } from "../vault/clean-message.ts";
import { standsForMalformed } from "./answer-frames.ts";
import { classifyConnectAnswer } from "./connect-failure.ts";
import type { Failure } from "./failure-kinds.ts";

export type { Failure } from "./failure-kinds.ts";

/** A call that the gateway refused for good. */
export class GatewayCallError extends Error {
  override readonly name = "GatewayCallError";
  readonly method: string;
  readonly failure: Failure;

  constructor(method: string, failure: Failure) {
    super(failure.message);
    this.method = method;
    this.failure = failure;
  }
}

/** For an answer that lacks what was asked for, which must not be taken for an empty one. */
export function unusableAnswer(method: string, message: string): GatewayCallError {
  return new GatewayCallError(method, { kind: "permanent", code: "gateway-call-failed", message });
}

/** The list in an answer. @throws GatewayCallError when there is none */
export function listIn(answer: unknown, name: string, method: string): unknown[] {
  const list = isJsonObject(answer) ? answer[name] : undefined;
  if (Array.isArray(list)) return list;
  throw unusableAnswer(method, `the gateway's answer to ${method} has no list of ${name}`);
}

/** A write whose answer was lost: it may or may not have happened; read before writing again. */
export class UnknownResultError extends Error {
  override readonly name = "UnknownResultError";
}

/** A read that got no answer while the gateway answered other calls. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";

  constructor(method: string, waitedMs: number) {
    super(`no answer to ${method} within ${Math.round(waitedMs / 1000)} s, while other calls were answered`);
  }
}

/** An answer that breaks the protocol: whether a write took effect is unknown. */
export class MalformedAnswerError extends Error {
  override readonly name = "MalformedAnswerError";
  readonly method: string;
  readonly answer: "of this call" | "of some call";

  constructor(method: string, answer: "of this call" | "of some call") {
    super(malformedAnswer(method).message);
    this.method = method;
    this.answer = answer;
  }
}

/** The failure of a call whose answer breaks the protocol: the gateway would answer the same again. */
export function malformedAnswer(method: string): Failure {
  const message = `the gateway's answer to ${method} is malformed`;
  return { kind: "permanent", code: method === "connect" ? "gateway-refused" : "gateway-call-failed", message };
}

const awayCloseCodes = new Set([1000, 1001, 1005, 1006, 1011, 1012, 1013, 4000]);
/** Also what macOS and Windows say while this machine is asleep or without a network. */
const awayErrno = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EADDRNOTAVAIL",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETRESET",
  "ENETUNREACH",
  "ETIMEDOUT",
  "EHOSTDOWN",
  "EPIPE",
  "EAI_AGAIN",
]);
const tlsErrno = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|EPROTO/;

/** Error texts of gateways that send no `retryable` flag (docs/gateways.md, Transient or permanent). */
const awayTexts = [
  "during gateway restart",
  "gateway starting",
  "service restart",
  "connection refused",
  "connection reset",
  "gateway not connected",
  "gateway client stopped",
  // The connection broke during the handshake.
  "gateway closed (1006)",
  "network is unreachable",
  "no route to host",
  "temporary failure in name resolution",
];
/** Error texts of the client when a gateway is too busy to complete the handshake in time. */
const slowTexts = ["challenge timeout", "handshake has timed out"];
/** OpenSSL's texts for an answer that is not TLS at all. */
const plainTexts = ["wrong version number", "packet length too long", "http request"];
const busyTexts = ["server is busy", "too many requests in flight"];

/**
 * Classifies an error from the gateway client by its codes; texts are used only where old gateways send nothing else. A
 * gateway's texts enter the program here, and are cut to one plain line of limited length.
 * @param closeCode the WebSocket close code, when the connection closed during the call
 */
export function classifyFailure(error: unknown, closeCode?: number): Failure {
  const failure = classify(error, closeCode);
  return { ...failure, message: cleanMessage(failure.message) };
}

function classify(error: unknown, closeCode?: number): Failure {
  if (error instanceof GatewayClientRequestTimeoutError) {
    return {
      kind: "timeout",
      code: "gateway-unreachable",
      message: `no answer to ${error.method} within ${Math.round(error.timeoutMs / 1000)} s`,
    };
  }
  if (error instanceof NoAnswerError) return { kind: "timeout", code: "gateway-unreachable", message: error.message };
  if (error instanceof MalformedAnswerError) {
    const failure = malformedAnswer(error.method);
    return error.answer === "of this call" ? failure : { ...failure, kind: "suspect" };
  }
  if (error instanceof GatewayClientRequestError) return classifyAnswer(error);
  // The client leaves a colon where a gateway gave no reason: "gateway closed (1006): ".
  const message = messageOf(error).replace(/[:\s]+$/, "");
  if (closeCode !== undefined) return classifyClose(closeCode, message);
  return classifyTransport(error, message);
}

/** True when the gateway itself answered; false when the connection failed during the call. */
export function isAnswer(error: unknown): boolean {
  return error instanceof GatewayClientRequestError && !isUpgradeRejection(error);
}

function isUpgradeRejection({ details }: GatewayClientRequestError): boolean {
  return isJsonObject(details) && details.reason === "websocket-upgrade-rejected";
}

function classifyAnswer(error: GatewayClientRequestError): Failure {
  if (standsForMalformed(error)) return malformedAnswer("connect");
  const connectFailure = classifyConnectAnswer(error);
  if (connectFailure) return connectFailure;
  const base = {
    message: error.message,
    ...(error.details === undefined ? {} : { details: error.details }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  };
  const details = isJsonObject(error.details) ? error.details : {};
  if (isUpgradeRejection(error)) {
    const status = Number(details.httpStatus);
    const passing = status === 502 || status === 503 || status === 504 || status === 429;
    return { ...base, kind: passing ? "away" : "permanent", code: passing ? "gateway-unreachable" : "gateway-refused" };
  }
  const missingScope = missingScopeIn(error);
  if (missingScope) return { ...base, kind: "permanent", code: "scope-missing", missingScope };
  const text = error.message.toLowerCase();
  if (text.includes("rate limit exceeded")) return { ...base, kind: "rate-limited", code: "gateway-call-failed" };
  if (busyTexts.some((part) => text.includes(part))) return { ...base, kind: "busy", code: "gateway-call-failed" };
  if (error.retryable || awayTexts.some((part) => text.includes(part))) {
    return { ...base, kind: "away", code: "gateway-unreachable" };
  }
  return { ...base, kind: "permanent", code: "gateway-call-failed" };
}

function missingScopeIn({ message, details }: GatewayClientRequestError): string | null {
  const named = isJsonObject(details) && details.code === "MISSING_SCOPE" ? details.missingScope : undefined;
  if (typeof named === "string" && /^[\w.-]{1,100}$/.test(named)) return named;
  const [, inText] = /^missing scope: ([\w.-]{1,100})/i.exec(message) ?? [];
  if (inText) return inText;
  return isJsonObject(details) && details.code === "MISSING_SCOPE" ? "operator.admin" : null;
}

/** A call or an answer that is larger than one message of a connection may be. */
export function oversized(limitBytes: number, what = "its answer, or what was sent,"): Failure {
  const message = `${what} is larger than the ${spellSize(limitBytes)} that fit into one message`;
  return { kind: "suspect", code: "too-large", message };
}

/** Close 1006: the connection ended without a closing handshake. */
export function isBreak(closeCode: number | undefined): boolean {
  return closeCode === 1006;
}

function classifyClose(closeCode: number, message: string): Failure {
  if (closeCode === 4001) {
    return { kind: "permanent", code: "gateway-auth", message: "the gateway's token was changed (close 4001)" };
  }
  if (awayCloseCodes.has(closeCode)) return { kind: "away", code: "gateway-unreachable", message };
  return { kind: "permanent", code: closeCode === 1008 ? "gateway-auth" : "gateway-refused", message };
}

function classifyTransport(error: unknown, message: string): Failure {
  const errno = errnoOf(error);
  if (errno && awayErrno.has(errno)) return { kind: "away", code: "gateway-unreachable", message };
  if (plainTexts.some((part) => message.includes(part))) {
    return {
      kind: "permanent",
      code: "gateway-address",
      message: "begins with wss://, but that port does not use TLS",
    };
  }
  if (errno && tlsErrno.test(errno)) return { kind: "permanent", code: "gateway-tls", message };
  const text = message.toLowerCase();
  if (text.includes("tls fingerprint")) {
    return {
      kind: "permanent",
      code: "gateway-certificate",
      message: "it showed another certificate while Flight Deck was connecting. Nothing was sent to it.",
    };
  }
  if (text.includes("certificate")) {
    return { kind: "permanent", code: "gateway-tls", message };
  }
  if ([...awayTexts, ...slowTexts].some((part) => text.includes(part))) {
    return { kind: "away", code: "gateway-unreachable", message };
  }
  if (errno === "ENOTFOUND") {
    return {
      kind: "permanent",
      code: "gateway-unreachable",
      message: `its host name is not known (${message})`,
      isUnknownHost: true,
    };
  }
  return { kind: "permanent", code: "gateway-refused", message };
}

function errnoOf(error: unknown): string | undefined {
  if (!isJsonObject(error)) return undefined;
  if (typeof error.code === "string") return error.code;
  const first: unknown = Array.isArray(error.errors) ? error.errors[0] : error.cause;
  return first === undefined || first === error ? undefined : errnoOf(first);
}
