import { printableAddress, usesTls } from "../../shared/addresses.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { saveCertificate } from "../database/gateway-certificates.ts";
import { readGateway } from "../database/gateways.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

type Services = RecordsServices & { dataDir: string; watch?: { changed(gatewayId: string): void } };

/**
 * Makes a certificate the only one that a gateway with `allowInsecureTls` may show at its present address. Nothing is sent to it.
 * @param fingerprint 64 hexadecimal digits, with or without colons
 * @returns the fingerprint as it is stored
 * @throws FlightDeckError not-found, bad-input, run-in-progress
 */
export async function acceptCertificate(services: Services, gatewayId: string, fingerprint: string): Promise<string> {
  const { database, watch } = services;
  const sha256 = canonicalFingerprint(fingerprint);
  const gateway = readGateway(database, gatewayId);
  const { name, url, allowInsecureTls } = gateway;
  if (!allowInsecureTls || !usesTls(url)) {
    const why = allowInsecureTls
      ? `its address is ${printableAddress(url) || "missing"}`
      : "its certificate must be trusted by this machine";
    const text = `Gateway "${name}" has no certificate to accept: ${why}.`;
    throw new FlightDeckError("bad-input", text, hintsOf("gateway-certificate").notPinned);
  }
  await whileNoRun(services, gateway, () =>
    saveRecords(services, { tell: ["gateways"] }, () => saveCertificate(database, gatewayId, { url, sha256 })),
  );
  watch?.changed(gatewayId);
  return sha256;
}

/** The fingerprint as OpenSSL and Node print it: pairs of capital digits with colons between them. */
function canonicalFingerprint(text: string): string {
  const digits = text
    .trim()
    .replace(/^sha-?256[:= ]?/i, "")
    .replaceAll(":", "")
    .toUpperCase();
  if (/^[0-9A-F]{64}$/.test(digits)) return digits.replace(/..(?=.)/g, "$&:");
  throw new FlightDeckError(
    "bad-input",
    "That is not a SHA-256 fingerprint of a certificate.",
    hintsOf("gateway-certificate").fingerprint,
  );
}
