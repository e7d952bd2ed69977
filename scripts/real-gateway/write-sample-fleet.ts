import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { practiceFleet } from "../../src/practice-gateway/practice-fleet.ts";
import type { RealGateway } from "./start-real-gateway.ts";

/**
 * Writes the sample fleet as a fleet file for this gateway into its state folder. The file contains the token and is deleted
 * with that folder.
 *
 * @returns the file's path, and the gateway's name in it
 */
export function writeSampleFleet(gateway: RealGateway): { path: string; gatewayName: string } {
  const gatewayName = `OpenClaw ${gateway.version}`;
  const text = JSON.stringify(practiceFleet({ gatewayUrl: gateway.url, token: gateway.token }));
  const fleet = JSON.parse(text.replaceAll("Practice gateway", gatewayName), (key, value) => {
    if (key === "workspace_root") return gateway.workspaceRoot;
    return key === "agent_token_hash" ? null : value; // a fresh gateway has no agents, so none has a token yet
  });
  const path = join(gateway.stateFolder, "fleet.json");
  writeFileSync(path, `${JSON.stringify(fleet, null, 2)}\n`, { mode: 0o600 });
  return { path, gatewayName };
}
