import { endpointOf } from "../../shared/addresses.ts";
import type { Database } from "../database/database.ts";
import { keepFirstCertificate } from "../database/gateway-certificates.ts";
import { readGateway } from "../database/gateways.ts";

/** The fingerprints that checks of forms have accepted, by endpoint, since this process opened the database. */
const checked = new WeakMap<Database, Map<string, string>>();

/** Notes the certificate that the check of a form has accepted as the first one of its address. */
export function noteCheckedCertificate(database: Database, { url, sha256 }: { url: string; sha256: string }): void {
  const noted = checked.get(database) ?? new Map<string, string>();
  checked.set(database, noted.set(endpointOf(url), sha256));
}

/**
 * Holds a gateway that was saved from a form to the certificate that the form's check has shown, if it has none yet: another one
 * may answer at its first connection.
 */
export function keepCheckedCertificate(database: Database, gatewayId: string): void {
  const { url } = readGateway(database, gatewayId);
  const sha256 = checked.get(database)?.get(endpointOf(url));
  if (sha256 !== undefined) keepFirstCertificate(database, gatewayId, { url, sha256 });
}
