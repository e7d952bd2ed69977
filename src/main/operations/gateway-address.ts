import { type AddressKind, addressFault } from "../../shared/addresses.ts";
import { FlightDeckError } from "../../shared/errors.ts";

/**
 * Checks a gateway's address. It may be empty: the address may be added later.
 * @throws FlightDeckError bad-input
 */
export function checkGatewayUrl(url: string): void {
  if (url !== "") checkAddressText("gateway", "The address", url);
}

/**
 * @param what names the address at the beginning of a sentence.
 * @throws FlightDeckError bad-input
 */
export function checkAddressText(kind: AddressKind, what: string, address: string): void {
  const fault = addressFault(kind, address);
  if (fault) throw new FlightDeckError("bad-input", `${what} ${fault.reason}.`, fault.hint);
}
