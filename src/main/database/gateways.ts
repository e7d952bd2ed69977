import { isSameEndpoint } from "../../shared/addresses.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type Gateway, type GatewayInput, nowTimestamp } from "../../shared/records.ts";
import type { Vault } from "../vault/vault.ts";
import type { Database } from "./database.ts";
import { asc, eq, sql } from "./drizzle.ts";
import { findByIdOrName } from "./find-by-id-or-name.ts";
import { gatewayCertificates, gatewayTokenAddresses } from "./schema/local-tables.ts";
import { gateways } from "./schema/record-tables.ts";

/** The context a gateway's token is sealed for, so that it opens in its own row only. */
export function gatewayTokenContext(gatewayId: string): string {
  return `gateway-token:${gatewayId}`;
}

/** Named one by one, so that a new column stays inside until it is added here: it may hold a secret, as the token does. */
const gatewayColumns = {
  id: gateways.id,
  organizationId: gateways.organizationId,
  name: gateways.name,
  url: gateways.url,
  workspaceRoot: gateways.workspaceRoot,
  allowInsecureTls: gateways.allowInsecureTls,
  disableDevicePairing: gateways.disableDevicePairing,
  createdAt: gateways.createdAt,
  updatedAt: gateways.updatedAt,
  isTokenStored: sql`${gateways.token} IS NOT NULL`.mapWith(Boolean),
  tokenUrl: gatewayTokenAddresses.url,
  pinnedUrl: gatewayCertificates.url,
  pinnedSha256: gatewayCertificates.sha256,
};

function selectGateways(db: Database) {
  return db.orm
    .select(gatewayColumns)
    .from(gateways)
    .leftJoin(gatewayTokenAddresses, eq(gatewayTokenAddresses.gatewayId, gateways.id))
    .leftJoin(gatewayCertificates, eq(gatewayCertificates.gatewayId, gateways.id));
}

type SelectedGateway = Omit<Gateway, "hasToken" | "awaitsToken" | "certificateSha256"> & {
  isTokenStored: boolean;
  tokenUrl: string | null;
  pinnedUrl: string | null;
  pinnedSha256: string | null;
};

/** A token and a certificate are bound to scheme, host and port of the address that they were given and seen for. */
function viewOf({ isTokenStored, tokenUrl, pinnedUrl, pinnedSha256, ...gateway }: SelectedGateway): Gateway {
  const isForHere = tokenUrl !== null && isSameEndpoint(tokenUrl, gateway.url);
  const isPinnedHere = pinnedUrl !== null && gateway.allowInsecureTls && isSameEndpoint(pinnedUrl, gateway.url);
  return {
    ...gateway,
    hasToken: isTokenStored && isForHere,
    awaitsToken: isTokenStored && !isForHere,
    certificateSha256: isPinnedHere ? pinnedSha256 : null,
  };
}

export function listGateways(db: Database): Gateway[] {
  return selectGateways(db).orderBy(asc(gateways.createdAt), asc(gateways.id)).all().map(viewOf);
}

/**
 * @param wanted an id or a name, as an operator types it.
 * @throws FlightDeckError `not-found`, or `bad-input` when several gateways have the name.
 */
export function findGateway(db: Database, wanted: string): Gateway {
  return findByIdOrName("gateway", wanted, listGateways(db));
}

/** @throws FlightDeckError `not-found`. */
export function readGateway(db: Database, id: string): Gateway {
  const gateway = selectGateways(db).where(eq(gateways.id, id)).get();
  if (gateway) return viewOf(gateway);
  throw gone(id);
}

/**
 * The only way to a gateway's token in clear. For the connection only: do not keep or log it, or send it to a renderer.
 * @returns the token, or null when the gateway has none for its present address.
 * @throws FlightDeckError `not-found`, or `vault-key` when it was sealed under another key.
 */
export function readGatewayToken(db: Database, vault: Vault, id: string): string | null {
  const sealed = readSealedToken(db, id);
  return sealed === null ? null : vault.open(sealed, gatewayTokenContext(id));
}

/** The token as it is stored, or null when the gateway has none for its present address. @throws FlightDeckError `not-found` */
export function readSealedToken(db: Database, id: string): string | null {
  if (!readGateway(db, id).hasToken) return null;
  return db.orm.select({ token: gateways.token }).from(gateways).where(eq(gateways.id, id)).get()?.token ?? null;
}

export function insertGateway(db: Database, vault: Vault, gateway: GatewayInput): Gateway {
  db.orm
    .insert(gateways)
    .values({ ...gateway, token: sealToken(vault, gateway.id, gateway.token) })
    .run();
  return readGateway(db, gateway.id);
}

/** The columns to change; a token of null is removed, a missing one stays. */
export type GatewayChange = Partial<Omit<GatewayInput, "id" | "createdAt" | "updatedAt">>;

/** @throws FlightDeckError `not-found`. */
export function updateGateway(db: Database, vault: Vault, id: string, change: GatewayChange): Gateway {
  const { token, ...open } = change;
  const sealed = token === undefined ? {} : { token: sealToken(vault, id, token) };
  const { changes } = db.orm
    .update(gateways)
    .set({ ...open, ...sealed, updatedAt: nowTimestamp() })
    .where(eq(gateways.id, id))
    .run();
  if (changes === 0) throw gone(id);
  return readGateway(db, id);
}

/** Deletes a gateway with its agents; its boards stay, without a gateway, and its runs stay in the history. */
export function deleteGateway(db: Database, id: string): void {
  const { changes } = db.orm.delete(gateways).where(eq(gateways.id, id)).run();
  if (changes === 0) throw gone(id);
}

function sealToken(vault: Vault, id: string, token: string | null): string | null {
  return token === null ? null : vault.seal(token, gatewayTokenContext(id));
}

function gone(id: string): FlightDeckError {
  return new FlightDeckError("not-found", `There is no gateway with the id ${id}.`, hintsOf("not-found").gateway);
}
