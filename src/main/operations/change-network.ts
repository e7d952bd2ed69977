import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { NetworkView, ProxyMode } from "../../shared/network-view.ts";
import type { Database } from "../database/database.ts";
import { readNetwork, readProxyOutline, saveNetwork, saveProxy } from "../database/network-settings.ts";
import { environmentProxies } from "../network/choose-proxy.ts";
import { parseAuthorities } from "../network/parse-authorities.ts";
import { parseProxyAddress } from "../network/proxy-address.ts";
import { ProxyError } from "../network/proxy-error.ts";
import { describeExtra } from "../network/trust.ts";
import type { Vault } from "../vault/vault.ts";

/** What is set, what the environment adds, and which authorities are trusted; no secret, and no path. */
export function describeNetwork(database: Database, env: NodeJS.ProcessEnv): NetworkView {
  const { mode, shown, hasCredentials } = readProxyOutline(database);
  const { exceptions, authorities } = readNetwork(database);
  return {
    mode,
    proxy: shown,
    hasCredentials,
    exceptions,
    environment: environmentProxies(env),
    authorities: authorities.flatMap((pem) => parseAuthorities(pem)).map(({ pem: _, ...shownOf }) => shownOf),
    extra: describeExtra(env),
  };
}

export type ProxyChange = {
  /** Left out, the proxy stays as it is. */
  mode?: ProxyMode | undefined;
  /** With the mode `address`; left out, the stored one stays. */
  address?: string | undefined;
  /** Left out, they stay. */
  exceptions?: string | undefined;
};

type Services = { database: Database; vault: Vault };

/** Changes which proxy is used, and for which hosts none is. @throws FlightDeckError bad-input */
export function setProxy({ database, vault }: Services, { mode, address, exceptions }: ProxyChange): void {
  const isKept = mode === "address" && !address?.trim() && readProxyOutline(database).mode === "address";
  const proxy = mode === "address" && !isKept ? checkedProxy(address ?? "") : null;
  database.sqlite
    .transaction(() => {
      if (exceptions !== undefined) saveNetwork(database, { exceptions: exceptions.trim() });
      if (mode === undefined || isKept) return;
      saveProxy(database, vault, mode === "automatic" ? "automatic" : proxy);
    })
    .immediate();
}

function checkedProxy(text: string) {
  const url = text.trim();
  const { proxyAddress } = hintsOf("bad-input");
  if (url === "") throw new FlightDeckError("bad-input", "The proxy has no address.", proxyAddress);
  try {
    const { shown, authorization } = parseProxyAddress(url);
    return { url, shown, hasCredentials: authorization !== null };
  } catch (error) {
    if (!(error instanceof ProxyError)) throw error;
    throw new FlightDeckError(
      "bad-input",
      `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`,
      proxyAddress,
    );
  }
}

/** Trusts the authorities of a PEM file from now on. @returns how many are new. @throws FlightDeckError bad-input */
export function addAuthorities(database: Database, pem: string): number {
  const given = parseAuthorities(pem);
  return database.sqlite
    .transaction(() => {
      const { authorities } = readNetwork(database);
      const added = [...new Set(given.map((authority) => authority.pem))].filter((one) => !authorities.includes(one));
      saveNetwork(database, { authorities: [...authorities, ...added] });
      return added.length;
    })
    .immediate();
}

/** Trusts an authority no longer. @param sha256 its fingerprint, or its beginning. @throws FlightDeckError bad-input */
export function removeAuthority(database: Database, sha256: string): string {
  const wanted = plain(sha256);
  return database.sqlite
    .transaction(() => {
      const known = readNetwork(database).authorities.flatMap((pem) => parseAuthorities(pem));
      const found = known.filter((authority) => wanted !== "" && plain(authority.sha256).startsWith(wanted));
      const [only, ...others] = found;
      if (!only || others.length > 0) {
        const what = only
          ? "Several fingerprints begin with this: give more of it."
          : "No added authority has this fingerprint.";
        throw new FlightDeckError("bad-input", what, hintsOf("bad-input").noAuthority);
      }
      saveNetwork(database, { authorities: known.filter((one) => one !== only).map(({ pem }) => pem) });
      return only.subject;
    })
    .immediate();
}

function plain(fingerprint: string): string {
  return fingerprint.replace(/[:\s]/g, "").toUpperCase();
}
