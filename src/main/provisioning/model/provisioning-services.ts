import type { Database } from "../../database/open-database.ts";
import type { GatewayConnections } from "../../gateway/connections.ts";
import type { Vault } from "../../vault/vault.ts";
import type { AgentFileRenderer } from "./agent-file-renderer.ts";
import type { CheckIns } from "./check-ins.ts";
import type { MissionControl } from "./mission-control.ts";

/** What every operation of this room works with; `app.ts` creates it once. */
export type ProvisioningServices = {
  dataDir: string;
  database: Database;
  vault: Vault;
  connections: GatewayConnections;
  renderer: AgentFileRenderer;
  missionControl?: MissionControl;
  /** Absent where Mission Control's database is never used. */
  checkIns?: CheckIns;
};
