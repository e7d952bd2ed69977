import type { OwnTemplates } from "../../shared/views.ts";
import { readTemplatesOf, saveOwnTemplates } from "../database/gateway-templates.ts";
import { readGateway } from "../database/gateways.ts";
import { checkTemplates, refuseUnusable } from "./check-templates.ts";
import { checkAddressText } from "./gateway-address.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

/**
 * Gives a gateway its own template folder or base URL; null follows the settings, and what is left out stays. The next sync
 * writes the files.
 * @throws FlightDeckError not-found, bad-input for a base URL that cannot be used, template-error for such a folder
 */
export async function setGatewayTemplates(
  services: RecordsServices,
  gatewayId: string,
  change: Partial<OwnTemplates>,
): Promise<OwnTemplates> {
  const { database } = services;
  const gateway = readGateway(database, gatewayId);
  if (typeof change.baseUrl === "string") checkAddressText("base-url", "The base URL", change.baseUrl);
  if (typeof change.folder === "string")
    refuseUnusable(await checkTemplates(database, { folder: change.folder, gateways: [gateway] }));
  const { folder, baseUrl } = { ...readTemplatesOf(database, gatewayId), ...change };
  saveRecords(services, { tell: ["gateways", "agents", "templates"], forget: { gatewayIds: [gatewayId] } }, () =>
    saveOwnTemplates(database, gatewayId, { folder, baseUrl }),
  );
  return { folder, baseUrl };
}
