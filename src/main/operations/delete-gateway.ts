import type { Gateway } from "../../shared/records.ts";
import { moveToBin } from "../database/bin/bin-entries.ts";
import { readGatewayChecks, saveGatewayCheck } from "../database/gateway-checks.ts";
import { readGatewayLabels, saveGatewayLabel } from "../database/gateway-labels.ts";
import { deleteGateway, readGateway } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { confirmName } from "./confirm-name.ts";
import { deletePracticeData } from "./delete-practice-data.ts";
import type { RouterServices } from "./operation-services.ts";
import { readPracticeGatewayId, saveWelcomed } from "./practice-choice.ts";
import { saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

/**
 * Deletes a gateway's record and its agents' records; on the gateway itself nothing changes. Its boards stay without a gateway;
 * those of the practice gateway are deleted.
 * @returns its entry in the bin; null for the practice gateway, which can be set up again
 * @throws FlightDeckError not-found, bad-input, run-in-progress
 */
export async function deleteGatewayWithConsent(
  services: RouterServices,
  { id, confirmName: typed }: { id: string; confirmName: string },
): Promise<string | null> {
  const { database } = services;
  const gateway = readGateway(database, id);
  confirmName("gateway", gateway.name, typed);
  const isPractice = id === readPracticeGatewayId(database);
  const remove = () => {
    // After deleting the last gateway, the welcome panel is not shown.
    saveWelcomed(database, true);
    if (isPractice) {
      deletePracticeData(database);
      return null;
    }
    const binId = moveGatewayToBin(database, gateway);
    deleteGateway(database, id);
    saveGatewayLabel(database, id, null);
    saveGatewayCheck(database, id, 0);
    return binId;
  };
  const binId = await whileNoRun(services, gateway, () =>
    saveRecords(services, { tell: ["gateways", "boards", "agents", "app", "bin"] }, remove),
  );
  if (isPractice) await services.stopPractice();
  return binId;
}

function moveGatewayToBin(database: Database, { id, name }: Gateway): string {
  return moveToBin(database, {
    kind: "gateway",
    recordId: id,
    name,
    place: null,
    roots: [{ table: "gateways", ids: [id] }],
    settings: {
      label: readGatewayLabels(database)(id),
      checkEveryMinutes: readGatewayChecks(database)[id]?.everyMinutes ?? 0,
    },
  });
}
