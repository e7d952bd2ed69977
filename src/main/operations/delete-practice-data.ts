import { deleteBoard, listBoardsOfGateway } from "../database/boards.ts";
import { saveGatewayCheck } from "../database/gateway-checks.ts";
import { saveGatewayLabel } from "../database/gateway-labels.ts";
import { deleteGateway, listGateways } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { deleteOrganization } from "../database/organizations.ts";
import { deleteRunsOfGateway } from "../database/runs.ts";
import { readPracticeGatewayId, savePracticeGatewayId } from "./practice-choice.ts";

/**
 * Deletes the practice gateway with its boards, agents, runs and organization. Records that the operator added elsewhere stay.
 */
export function deletePracticeData(database: Database): void {
  const gatewayId = readPracticeGatewayId(database);
  const gateway = listGateways(database).find(({ id }) => id === gatewayId);
  database.sqlite.transaction(() => {
    if (!gateway) return savePracticeGatewayId(database, null);
    deleteRunsOfGateway(database, gateway.id);
    for (const board of listBoardsOfGateway(database, gateway.id)) deleteBoard(database, board.id);
    deleteGateway(database, gateway.id);
    saveGatewayLabel(database, gateway.id, null);
    saveGatewayCheck(database, gateway.id, 0);
    deleteOrganization(database, gateway.organizationId);
    // Last, because the outbox for Mission Control leaves this gateway out.
    savePracticeGatewayId(database, null);
  })();
}
