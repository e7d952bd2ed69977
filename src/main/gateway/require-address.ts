import { addressFault } from "../../shared/addresses.ts";
import { FlightDeckError } from "../../shared/errors.ts";
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
      "Give its record one such as ws://127.0.0.1:18789 or wss://gateway.example.com.",
    );
  }
  const fault = addressFault("gateway", url);
  if (fault) throw addressError(name, fault.reason, fault.hint);
}

/** The error about a gateway's address: it "uses no TLS", for example. */
export function addressError(name: string, reason: string, hint: string, cause?: unknown): FlightDeckError {
  return new FlightDeckError("gateway-address", `The address of gateway "${name}" ${reason}.`, hint, { cause });
}
