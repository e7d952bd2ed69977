import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Gateway } from "../../shared/records.ts";
import { saveGatewayLabel } from "../database/gateway-labels.ts";
import { readGateway, updateGateway } from "../database/gateways.ts";
import type { ChangeTopic } from "../runs/change-feed.ts";
import { keepCheckedCertificate } from "./checked-certificates.ts";
import type { NewGateway } from "./create-gateway.ts";
import { checkGatewayUrl } from "./gateway-address.ts";
import type { RouterServices } from "./operation-services.ts";
import { saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

export type GatewayFieldsChange = { [Field in keyof NewGateway]?: NewGateway[Field] | undefined };

/**
 * Changes the given fields of a gateway. Fields that a run depends on cannot change during a run.
 * @throws FlightDeckError not-found, bad-input, run-in-progress
 */
export async function changeGateway(
  services: RouterServices,
  gatewayId: string,
  { label, ...change }: GatewayFieldsChange,
): Promise<void> {
  const { database, vault, watch } = services;
  const gateway = readGateway(database, gatewayId);
  if (change.url !== undefined) checkGatewayUrl(change.url);
  const tell: ChangeTopic[] = ["gateways", "boards", "agents"];
  if (label) saveRecords(services, { tell }, () => saveGatewayLabel(database, gatewayId, label));
  const given = definedOf(change);
  if (Object.keys(given).length === 0) return;
  await whileNoRun(services, gateway, () =>
    saveRecords(services, { tell, forget: { gatewayIds: [gatewayId] } }, () => {
      updateGateway(database, vault, gatewayId, given);
      keepCheckedCertificate(database, gatewayId);
    }),
  );
  watch.changed(gatewayId);
}

type RecordChange = Partial<Omit<Gateway, "id" | "hasToken" | "awaitsToken" | "certificateSha256">> & {
  token?: string | null;
};

/** For a token, `null` means "none". For the organization it means "not given", because a gateway always has one. */
function definedOf({ organizationId, token, ...change }: Omit<GatewayFieldsChange, "label">): RecordChange {
  if (organizationId === null) throw noOrganization();
  const given = { ...change, organizationId, token: token === undefined ? undefined : token?.trim() || null };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function noOrganization(): FlightDeckError {
  return new FlightDeckError("bad-input", "A gateway belongs to an organization.", hintsOf("bad-input").organization);
}
