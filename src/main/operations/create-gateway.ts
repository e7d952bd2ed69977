import { randomUUID } from "node:crypto";
import { type Gateway, gatewaySchema } from "../../shared/records.ts";
import type { GatewayLabel } from "../../shared/views.ts";
import { saveGatewayLabel } from "../database/gateway-labels.ts";
import { insertGateway } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { findFirstOrganization, insertOrganization } from "../database/organizations.ts";
import type { Vault } from "../vault/vault.ts";
import { keepCheckedCertificate } from "./checked-certificates.ts";
import { checkGatewayUrl } from "./gateway-address.ts";
import { readPracticeGatewayId } from "./practice-choice.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

export type NewGateway = {
  name: string;
  url: string;
  token?: string | null | undefined;
  workspaceRoot: string;
  allowInsecureTls: boolean;
  disableDevicePairing: boolean;
  organizationId: string | null;
  label: GatewayLabel;
};

export type GatewayServices = RecordsServices & { vault: Vault };

/**
 * Adds a gateway; if no organization is named, to the oldest one, or to a new one.
 * @throws FlightDeckError bad-input
 */
export function createGateway(services: GatewayServices, { label, ...fields }: NewGateway): Gateway {
  const { database, vault } = services;
  checkGatewayUrl(fields.url);
  return saveRecords(services, { tell: ["gateways"] }, () => {
    const organizationId = fields.organizationId ?? ownOrganization(database);
    const row = gatewaySchema.parse({ ...fields, id: randomUUID(), organizationId });
    const inserted = insertGateway(database, vault, row);
    keepCheckedCertificate(database, inserted.id);
    saveGatewayLabel(database, inserted.id, label);
    return inserted;
  });
}

/** Not the practice fleet's organization: a gateway added there would be deleted with it. */
function ownOrganization(database: Database): string {
  const existing = findFirstOrganization(database, readPracticeGatewayId(database));
  return (existing ?? insertOrganization(database, { id: randomUUID(), name: "My organization" })).id;
}
