import {
  readConnectErrorDetailCode,
  readPairingConnectErrorDetails,
} from "@openclaw/gateway-protocol/connect-error-details";
import { type ErrorCode, errorEntry, FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import { type Failure, GatewayCallError } from "./failure.ts";
import type { GatewayTarget } from "./open-link.ts";
import { isProxyCode, proxyHint } from "./proxy-hint.ts";
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

/** The fingerprint of the gateway's present certificate, if it is not the pinned one. */
export function offeredCertificateOf(error: unknown): string | null {
  const cause = error instanceof FlightDeckError ? error.cause : null;
  return cause instanceof GatewayCallError ? (cause.failure.offeredCertificate ?? null) : null;
}

function describe(failure: Failure): string {
  switch (failure.code) {
    case "gateway-auth":
      return `it refused our credentials: ${failure.message}`;
    case "gateway-pairing":
      return pairingTexts[pairingReason(failure)];
    case "gateway-tls":
      return `its TLS certificate was not accepted (${failure.message})`;
    case "gateway-device":
      return `it does not accept this device's identity (${failure.message})`;
    case "scope-missing":
      return `it does not give this device the scopes that it asks for (${failure.message})`;
    case "gateway-certificate":
    case "gateway-locked-out":
    case "gateway-unreachable":
    case "proxy-unreachable":
    case "proxy-refused":
    case "proxy-credentials":
    case "proxy-unusable":
    case "flight-deck-too-old":
    case "gateway-too-old":
      return failure.message;
    default:
      return `it refused the connection (${failure.message})`;
  }
}

const pairingTexts = {
  "not-paired": "it does not know this device yet: pairing is required",
  "scope-upgrade": "it knows this device with fewer scopes than Flight Deck needs: the others must be approved",
  "role-upgrade": "it knows this device with another role: the role operator must be approved",
  "metadata-upgrade": "it knows this device with other facts about it: the device must be approved again",
};

function pairingReason({ details }: Failure): keyof typeof pairingTexts {
  return readPairingConnectErrorDetails(details)?.reason ?? "not-paired";
}

function hintFor(failure: Failure): Hint {
  if (isProxyCode(failure.code)) return proxyHint(failure.code);
  switch (failure.code) {
    case "gateway-auth":
      return authHint(readConnectErrorDetailCode(failure.details) ?? "");
    case "gateway-pairing":
      return failure.pairingRequestId
        ? hintsOf("gateway-pairing").approve(failure.pairingRequestId)
        : hintsOf("gateway-pairing").list;
    case "gateway-tls":
      return hintsOf("gateway-tls").certificate;
    case "gateway-certificate":
      return failure.offeredCertificate
        ? hintsOf("gateway-certificate").accept(failure.offeredCertificate)
        : hintsOf("gateway-certificate").look;
    case "gateway-device":
      return deviceHint(readConnectErrorDetailCode(failure.details) ?? "");
    case "scope-missing":
      return hintsOf("scope-missing").approve(failure.missingScope ?? "operator.admin");
    case "gateway-unreachable":
      return hintsOf("gateway-unreachable").unknownHost;
    case "gateway-locked-out":
      return hintsOf("gateway-locked-out").wait;
    case "flight-deck-too-old":
      return hintsOf("flight-deck-too-old").upgrade;
    case "gateway-too-old":
      return hintsOf("gateway-too-old").upgrade;
    default:
      return hintsOf("gateway-refused").address;
  }
}

function authHint(code: string): Hint {
  const hints = hintsOf("gateway-auth");
  if (code.startsWith("AUTH_PASSWORD_")) return hints.password;
  if (code === "AUTH_TOKEN_NOT_CONFIGURED") return hints.noneConfigured;
  if (code === "AUTH_DEVICE_TOKEN_MISMATCH") return hints.deviceToken;
  return /TAILSCALE|IDENTITY_HEADER|VERIFIED_USER/.test(code) ? hints.otherMode : hints.token;
}

function deviceHint(code: string): Hint {
  const hints = hintsOf("gateway-device");
  if (code === "DEVICE_AUTH_SIGNATURE_EXPIRED") return hints.clock;
  return code.endsWith("DEVICE_IDENTITY_REQUIRED") ? hints.required : hints.pairAgain;
}

/**
 * The error that an operator reads of a refused call.
 * @param text what was refused, without the gateway's reason
 */
export function callRefusal(text: string, { message, failure }: GatewayCallError, hint: Hint): FlightDeckError {
  if (failure.code !== "scope-missing") return new FlightDeckError(failure.code, `${text}: ${message}`, hint);
  const scope = failure.missingScope ?? "operator.admin";
  const why = `this device lacks the scope ${scope}`;
  return new FlightDeckError("scope-missing", `${text}: ${why}`, hintsOf("scope-missing").approve(scope));
}

/** True for the errors that end a whole run: the gateway stayed away or refused us. */
export function isFatal(error: unknown): error is FlightDeckError {
  return error instanceof FlightDeckError && errorEntry(error.code).endsRun;
}
