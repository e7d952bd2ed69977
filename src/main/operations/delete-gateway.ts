import { saveGatewayCheck } from "../database/gateway-checks.ts";
import { saveGatewayLabel } from "../database/gateway-labels.ts";
import { deleteGateway, readGateway } from "../database/gateways.ts";
import { confirmName } from "./confirm-name.ts";
import { deletePracticeData } from "./delete-practice-data.ts";
import type { RouterServices } from "./operation-services.ts";
import { readPracticeGatewayId, saveWelcomed } from "./practice-choice.ts";
import { saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

/**
 * Deletes a gateway's record and its agents' records; on the gateway itself nothing changes. Its boards stay without a gateway;
 * those of the practice gateway are deleted.
 * @throws FlightDeckError not-found, bad-input, run-in-progress
 */
export async function deleteGatewayWithConsent(
  services: RouterServices,
  { id, confirmName: typed }: { id: string; confirmName: string },
): Promise<void> {
  const { database } = services;
  const gateway = readGateway(database, id);
  confirmName("gateway", gateway.name, typed);
  const isPractice = id === readPracticeGatewayId(database);
  const remove = () => {
    // After deleting the last gateway, the welcome panel is not shown.
    saveWelcomed(database, true);
    if (isPractice) return deletePracticeData(database);
    deleteGateway(database, id);
    saveGatewayLabel(database, id, null);
    saveGatewayCheck(database, id, 0);
  };
  await whileNoRun(services, gateway, () =>
    saveRecords(services, { tell: ["gateways", "boards", "agents", "app"] }, remove),
  );
  if (isPractice) await services.stopPractice();
}
