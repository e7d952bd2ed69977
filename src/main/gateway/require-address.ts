import { addressFault } from "../../shared/addresses.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import type { GatewayTarget } from "./open-link.ts";

/**
 * Refuses a stored address that nothing can be reached at, before anything is tried: waiting would not help.
 * @throws FlightDeckError gateway-no-url, gateway-address
 */
export function requireAddress({ name, url }: Pick<GatewayTarget, "name" | "url">): void {
  if (url === "") {
    throw new FlightDeckError(
      "gateway-no-url",
      `Gateway "${name}" has no address.`,
      hintsOf("gateway-no-url").enterAndRetry,
    );
  }
  const fault = addressFault("gateway", url);
  if (fault) throw addressError(name, fault.reason, fault.hint);
}

/**
 * Refuses a gateway whose token was given for another address. Nothing is sent there before the operator has entered one.
 * @throws FlightDeckError gateway-token-needed
 */
export function requireToken({ name, awaitsToken }: Pick<GatewayTarget, "name" | "awaitsToken">): void {
  if (awaitsToken) {
    throw new FlightDeckError(
      "gateway-token-needed",
      `Gateway "${name}" has a new address. ${tokenNeeded}`,
      hintsOf("gateway-token-needed").enter,
    );
  }
}

export const tokenNeeded = "Its stored token was given for another address and is not sent to this one.";

/** The error about a gateway's address: it "uses no TLS", for example. */
export function addressError(name: string, reason: string, hint: Hint, cause?: unknown): FlightDeckError {
  return new FlightDeckError("gateway-address", `The address of gateway "${name}" ${reason}.`, hint, { cause });
}
