import { type ErrorCode, FlightDeckError } from "../../shared/errors.ts";
import { type Failure, GatewayCallError } from "./failure.ts";
import type { GatewayTarget } from "./open-link.ts";
import { addressError } from "./require-address.ts";

/** Turns a permanent connection failure into the error an operator reads: which gateway, why, and what to do next. */
export function refusal(target: Pick<GatewayTarget, "name" | "url">, failure: Failure): FlightDeckError {
  if (failure.code === "gateway-address") {
    return addressError(target.name, failure.message, wrongSchemeHint, new GatewayCallError("connect", failure));
  }
  const code: ErrorCode = failure.code === "gateway-call-failed" ? "gateway-refused" : failure.code;
  return new FlightDeckError(code, `Gateway "${target.name}": ${describe(failure)}`, hintFor(failure), {
    cause: new GatewayCallError("connect", failure),
  });
}

const wrongSchemeHint = "Change the beginning of the address (wss:// with TLS, ws:// without), or correct its port.";

/** The id to approve on the gateway's host, if pairing is required. */
export function pairingRequestOf(error: unknown): string | null {
  const cause = error instanceof FlightDeckError ? error.cause : null;
  return cause instanceof GatewayCallError ? (cause.failure.pairingRequestId ?? null) : null;
}

function describe(failure: Failure): string {
  switch (failure.code) {
    case "gateway-auth":
      return `it refused our credentials: ${failure.message}`;
    case "gateway-pairing":
      return "it does not know this device yet: pairing is required";
    case "gateway-tls":
      return `its TLS certificate was not accepted (${failure.message})`;
    default:
      return `it refused the connection (${failure.message})`;
  }
}

function hintFor(failure: Failure): string {
  switch (failure.code) {
    case "gateway-auth":
      return "Put the gateway's current token (gateway.auth.token of its configuration) into its record, then try again.";
    case "gateway-pairing":
      return failure.pairingRequestId
        ? `Run "openclaw devices approve ${failure.pairingRequestId}" on the gateway's host, then try again.`
        : 'Run "openclaw devices list" and "openclaw devices approve <request id>" on the gateway\'s host, then try again.';
    case "gateway-tls":
      return "Use a certificate this machine trusts, or allow insecure TLS in this gateway's record if you know the certificate is self-signed.";
    default:
      return "Check that the URL is that of an OpenClaw gateway (ws:// or wss://), then run a gateway check.";
  }
}

const fatalCodes: ErrorCode[] = [
  "gateway-unreachable",
  "gateway-address",
  "gateway-refused",
  "gateway-auth",
  "gateway-pairing",
  "gateway-tls",
  "gateway-too-old",
];

/** True for the errors that end a whole run: the gateway stayed away or refused us. */
export function isFatal(error: unknown): error is FlightDeckError {
  return error instanceof FlightDeckError && fatalCodes.includes(error.code);
}
