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

/** The error about a gateway's address: it "uses no TLS", for example. */
export function addressError(name: string, reason: string, hint: Hint, cause?: unknown): FlightDeckError {
  return new FlightDeckError("gateway-address", `The address of gateway "${name}" ${reason}.`, hint, { cause });
}
