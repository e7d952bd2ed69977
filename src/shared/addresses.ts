import { hintsOf } from "./errors.ts";
import type { Hint } from "./hint-words.ts";

/** Every rule about addresses: those of gateways, and the base URL that agents call. */

/** Which schemes an address may have, and one to show as an example. */
export type AddressKind = "gateway" | "base-url";

/** What is wrong with an address, as the end of a sentence that begins with "The address". Repeats nothing of the address. */
export type AddressFault = { reason: string; hint: Hint };

const rules = {
  gateway: {
    schemes: ["ws", "wss"],
    examples: "ws://127.0.0.1:18789 or wss://gateway.example.com",
    forToken: hintsOf("gateway-address").tokenField,
  },
  "base-url": {
    schemes: ["http", "https"],
    examples: "http://127.0.0.1:8000 or https://mission.example.com",
    forToken: hintsOf("gateway-address").inEveryFile,
  },
} as const;

/**
 * Finds what is wrong with an address; null when it can be used. An empty address is not valid either. Pure.
 * @param address without white space at its ends
 */
export function addressFault(kind: AddressKind, address: string): AddressFault | null {
  const { schemes, examples, forToken } = rules[kind];
  const { like, remove } = hintsOf("gateway-address");
  const fault = (reason: string, hint = like(examples)): AddressFault => ({ reason, hint });
  if (address === "") return fault("is empty");
  if (/[\s\p{C}]/u.test(address)) return fault("contains a blank, a line break or an invisible character");
  // Before everything else that may be wrong with it: such a link is what operators paste most often.
  if (/[?#&](token|password)=/i.test(address))
    return fault("contains a token, like a link to the Control UI", forToken);
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address) ?? [];
  const begins = schemes.map((name) => `${name}://`).join(" or ");
  if (scheme === undefined) return fault(`does not begin with ${begins}`);
  if (!schemes.some((name) => name === scheme.toLowerCase())) {
    return fault(
      isWellKnown(scheme) ? `begins with ${scheme}://, not with ${begins}` : `does not begin with ${begins}`,
    );
  }
  if (address.includes("@")) return fault("contains a user name or password", forToken);
  if (address.includes("?")) return fault("contains a query (from the ? on)", remove);
  if (address.includes("#")) return fault("contains a fragment (from the # on)", remove);
  // Addresses are part of shell commands in agents' files.
  if (/["'`\\$<>|;&(){}^*!]/.test(address)) return fault("contains a character that addresses do not have");
  return URL.canParse(address) ? null : fault("is not valid");
}

function isWellKnown(scheme: string): boolean {
  return /^(https?|wss?)$/i.test(scheme);
}

/** The fault as sentences for a form. */
export function addressFaultText(kind: AddressKind, address: string): string | null {
  const fault = addressFault(kind, address);
  return fault && `The address ${fault.reason}. ${fault.hint}`;
}

/** An address without what may be secret in it: user, password, query and fragment. Works for unusable addresses too. */
export function printableAddress(address: string): string {
  const visible = address.replace(/[\s\p{C}]/gu, "").replace(/[?#].*$/, "");
  const [scheme = ""] = /^(https?|wss?):\/\//i.exec(visible) ?? [];
  const rest = visible.slice(scheme.length);
  const place = rest.slice(rest.lastIndexOf("@") + 1);
  // A token may have been pasted into the wrong field.
  if (scheme === "" && visible !== "" && !/^[\w.-]+:\d{1,5}(\/|$)/.test(place)) return "(not an address)";
  return (scheme + place).replace(/\/$/, "");
}

/**
 * Scheme, host and port of an address, equal for every spelling of the same place; secrets are bound to it. An unusable address
 * is a place of its own.
 */
export function endpointOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { protocol, hostname, port } = new URL(address);
  const usualPort = { "ws:": "80", "http:": "80", "wss:": "443", "https:": "443" }[protocol] ?? "";
  return `${protocol}//${hostname.replace(/\.$/, "")}:${port || usualPort}`;
}

export function isSameEndpoint(one: string, other: string): boolean {
  return endpointOf(one) === endpointOf(other);
}

/** The base URL until an operator sets one: Mission Control's usual port on the machine that an agent runs on. */
export const defaultBaseUrl = "http://127.0.0.1:8000";

/** Whether a gateway at this address shows a certificate. */
export function usesTls(gatewayUrl: string): boolean {
  return gatewayUrl.toLowerCase().startsWith("wss:");
}

/** Whether an address means the machine that uses it. */
export function isLocalAddress(address: string): boolean {
  return URL.canParse(address) && isLoopback(new URL(address).hostname);
}

/** Whether a host name means the machine that uses it; an IPv6 address may be in brackets. */
export function isLoopback(host: string): boolean {
  return ["localhost", "::1", "[::1]"].includes(host) || /^127(\.\d+){3}$/.test(host);
}
