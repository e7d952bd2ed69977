import { X509Certificate } from "node:crypto";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { TrustedAuthority } from "../../shared/network-view.ts";

/** An authority's certificate, as PEM. */
export type Authority = TrustedAuthority & { pem: string };

export const mostAuthorityChars = 1_000_000;
const certificatePattern = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Reads the certificates in a PEM file that an operator gives.
 * @throws FlightDeckError bad-input for a file without one, with one that cannot be read, or with a private key
 */
export function parseAuthorities(pem: string): Authority[] {
  if (pem.length > mostAuthorityChars) throw refused("is larger than a file of certificates is");
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(pem))
    throw refused("has a private key, which belongs to the authority alone; nothing of it was stored");
  const found = pem.match(certificatePattern) ?? [];
  if (found.length === 0) throw refused("has no certificate as PEM (-----BEGIN CERTIFICATE-----)");
  return found.map((text, index) => {
    try {
      return describe(text);
    } catch {
      throw refused(`has a certificate that cannot be read, the ${index + 1}. of ${found.length}`);
    }
  });
}

function describe(pem: string): Authority {
  const certificate = new X509Certificate(pem);
  return {
    sha256: certificate.fingerprint256,
    subject: certificate.subject.split("\n").join(", "),
    validTo: certificate.validToDate.toISOString(),
    isExpired: certificate.validToDate.getTime() < Date.now(),
    pem: certificate.toString().trim(),
  };
}

function refused(why: string): FlightDeckError {
  return new FlightDeckError("bad-input", `The file ${why}.`, hintsOf("bad-input").authorityFile);
}
