import { type ErrorCode, errorEntry, FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import { type Failure, GatewayCallError } from "./failure.ts";
import type { GatewayTarget } from "./open-link.ts";
import { addressError } from "./require-address.ts";

/** Turns a permanent connection failure into the error an operator reads: which gateway, why, and what to do next. */
export function refusal(target: Pick<GatewayTarget, "name" | "url">, failure: Failure): FlightDeckError {
  if (failure.code === "gateway-address") {
    return addressError(
      target.name,
      failure.message,
      hintsOf("gateway-address").otherScheme,
      new GatewayCallError("connect", failure),
    );
  }
  const code: ErrorCode = failure.code === "gateway-call-failed" ? "gateway-refused" : failure.code;
  return new FlightDeckError(code, `Gateway "${target.name}": ${describe(failure)}`, hintFor(failure), {
    cause: new GatewayCallError("connect", failure),
  });
}

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

function hintFor(failure: Failure): Hint {
  switch (failure.code) {
    case "gateway-auth":
      return hintsOf("gateway-auth").token;
    case "gateway-pairing":
      return failure.pairingRequestId
        ? hintsOf("gateway-pairing").approve(failure.pairingRequestId)
        : hintsOf("gateway-pairing").list;
    case "gateway-tls":
      return hintsOf("gateway-tls").certificate;
    default:
      return hintsOf("gateway-refused").address;
  }
}

/** True for the errors that end a whole run: the gateway stayed away or refused us. */
export function isFatal(error: unknown): error is FlightDeckError {
  return error instanceof FlightDeckError && errorEntry(error.code).endsRun;
}
