import { sha256Hex } from "./sha256-hex.ts";

/**
 * SHA-256 (hex) of a gateway's address, the same for every way to write it (case of the host, default port, last slash). It
 * shows where a plan was made; plans are passed on, so they do not contain the address itself.
 */
export function addressHash(url: string): string {
  const address = URL.canParse(url) ? new URL(url).href.replace(/\/$/, "") : url;
  return sha256Hex(address);
}
