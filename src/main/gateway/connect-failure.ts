import type { GatewayClientRequestError } from "@openclaw/gateway-client";
import {
  ConnectErrorDetailCodes,
  classifyGatewayConnectFailure,
  readConnectErrorDetailCode,
  readPairingConnectErrorDetails,
} from "@openclaw/gateway-protocol/connect-error-details";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { Failure } from "./failure-kinds.ts";

/** The wire protocols that Flight Deck speaks. */
export const protocols = { min: 3, max: 4 };

const connectCodes = new Set<string>(Object.values(ConnectErrorDetailCodes));
/** Operators paste the request's id into a shell: an id that is more than one word is dropped. */
const wordForShells = /^[\w.-]{1,100}$/;
/** How long to wait for a gateway that refuses all sign-ins and does not say for how long. */
const lockoutMs = 60_000;

/** What a gateway's refusal of the handshake means; null for an error of another kind. */
export function classifyConnectAnswer(error: GatewayClientRequestError): Failure | null {
  const { message, details } = error;
  const tooNew = protocolFailure(message, details);
  if (tooNew) return tooNew;
  const code = readConnectErrorDetailCode(details);
  if (code === null || !connectCodes.has(code)) return null;
  const base = { kind: "permanent" as const, message, details };
  switch (classifyGatewayConnectFailure({ message, details }).kind) {
    case "pairing-required":
      return pairingFailure(error);
    case "rate-limited":
      return {
        ...base,
        kind: "away",
        code: "gateway-locked-out",
        message: `it refuses every sign-in for a while, because of too many failed ones (${message})`,
        retryAfterMs: error.retryAfterMs ?? lockoutMs,
      };
    case "device-identity-required":
      return { ...base, code: "gateway-device" };
    case "scope-mismatch":
      return { ...base, code: "scope-missing", missingScope: "operator.admin" };
    case "auth-rejected":
      return { ...base, code: code.startsWith("DEVICE_AUTH_") ? "gateway-device" : "gateway-auth" };
    default:
      return { ...base, code: "gateway-refused" };
  }
}

function pairingFailure({ message, details }: GatewayClientRequestError): Failure {
  const requestId = readPairingConnectErrorDetails(details)?.requestId;
  return {
    kind: "permanent",
    code: "gateway-pairing",
    message,
    details,
    ...(requestId && wordForShells.test(requestId) ? { pairingRequestId: requestId } : {}),
  };
}

/** Old gateways send no code with it, only the protocol that they expect. */
function protocolFailure(message: string, details: unknown): Failure | null {
  if (!isJsonObject(details) || typeof details.expectedProtocol !== "number") return null;
  if (!/protocol mismatch/i.test(message) && details.code !== "PROTOCOL_MISMATCH") return null;
  const { expectedProtocol } = details;
  if (expectedProtocol > protocols.max) return tooNew(expectedProtocol);
  return {
    kind: "permanent",
    code: "gateway-too-old",
    message: `it speaks protocol ${expectedProtocol} of OpenClaw, and Flight Deck needs ${protocols.min} or newer`,
  };
}

/** For a gateway whose protocol is newer than any that Flight Deck speaks. */
export function tooNew(protocol: number): Failure {
  const message = `it speaks protocol ${protocol} of OpenClaw, and this version of Flight Deck speaks ${protocols.min} to ${protocols.max}`;
  return { kind: "permanent", code: "flight-deck-too-old", message };
}
