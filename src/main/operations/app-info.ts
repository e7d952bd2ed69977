import { commandName } from "../../shared/command-name.ts";
import type { AppInfo } from "../../shared/views.ts";
import { listGateways } from "../database/gateways.ts";
import type { RouterServices } from "./operation-services.ts";
import { isWelcomed, readPracticeGatewayId } from "./practice-choice.ts";

export function readAppInfo({ database, vault, dataDir, host }: RouterServices): AppInfo {
  const gatewayId = readPracticeGatewayId(database);
  return {
    version: host.version,
    host: host.kind,
    dataDir,
    commandName: commandName(),
    folderProblem: host.folderProblem,
    electron: host.electron,
    node: process.versions.node,
    practice: { present: gatewayId !== null, gatewayId },
    keyId: vault.keyId,
    keyPlace: host.keyPlaces?.read() ?? (host.isKeyGiven ? "environment" : "file"),
    canMoveKey: host.keyPlaces !== undefined,
    // An operator who has imported a fleet on the command line does not need the welcome panel.
    welcomed: isWelcomed(database) || (gatewayId === null && listGateways(database).length > 0),
  };
}
