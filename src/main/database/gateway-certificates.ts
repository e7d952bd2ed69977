import { isSameEndpoint } from "../../shared/addresses.ts";
import { readGateway } from "./gateways.ts";
import type { Database } from "./open-database.ts";
import { gatewayCertificates } from "./schema/local-tables.ts";

/**
 * The SHA-256 fingerprint of the certificate that the gateway must show at this address; null before the first connection.
 * @throws FlightDeckError `not-found`
 */
export function readCertificate(db: Database, gatewayId: string, url: string): string | null {
  const gateway = readGateway(db, gatewayId);
  return isSameEndpoint(gateway.url, url) ? gateway.certificateSha256 : null;
}

/**
 * Keeps the first certificate of a gateway at this address, and checks in the same transaction whether there is one.
 * @returns the one that counts: another connection, perhaps of another process, may have been faster
 * @throws FlightDeckError `not-found`
 */
export function keepFirstCertificate(db: Database, gatewayId: string, seen: { url: string; sha256: string }): string {
  const keep = db.sqlite.transaction(() => {
    const { url, allowInsecureTls, certificateSha256 } = readGateway(db, gatewayId);
    // The connection is to an address that the record had before: nothing is pinned for the new one.
    if (!allowInsecureTls || !isSameEndpoint(url, seen.url)) return seen.sha256;
    if (certificateSha256 === null) saveCertificate(db, gatewayId, seen);
    return certificateSha256 ?? seen.sha256;
  });
  return keep.immediate();
}

/** Replaces the certificate that the gateway must show at this address. */
export function saveCertificate(db: Database, gatewayId: string, certificate: { url: string; sha256: string }): void {
  db.orm
    .insert(gatewayCertificates)
    .values({ gatewayId, ...certificate })
    .onConflictDoUpdate({ target: gatewayCertificates.gatewayId, set: certificate })
    .run();
}
