import type { AppInfo } from "../../shared/views.ts";
import { listGateways } from "../database/gateways.ts";
import { isWelcomed, readPracticeGatewayId } from "./practice.ts";
import type { RouterServices } from "./services.ts";

export function readAppInfo({ database, dataDir, host }: RouterServices): AppInfo {
  const gatewayId = readPracticeGatewayId(database);
  return {
    version: host.version,
    host: host.kind,
    dataDir,
    electron: host.electron,
    node: process.versions.node,
    practice: { present: gatewayId !== null, gatewayId },
    // Who came with a fleet of their own, imported on the command line, is not asked how to begin.
    welcomed: isWelcomed(database) || (gatewayId === null && listGateways(database).length > 0),
  };
}
