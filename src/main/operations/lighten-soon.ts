import type { LightenReport } from "../../shared/lighten.ts";
import { lightenHashes } from "../provisioning/lighten-hashes.ts";
import { callSoon } from "./call-soon.ts";
import type { RouterServices } from "./operation-services.ts";

/** Verifying a heavy hash takes a tenth of a second of CPU, and a gateway may have thousands. */
const timeoutMs = 30 * 60_000;

export type LightenRequest = { id: string; agentIds: string[] | null; dryRun: boolean };

/**
 * As `lightenHashes` while an operator waits: it does not wait for an absent gateway.
 * @throws FlightDeckError as `lightenHashes`
 */
export async function lightenSoon(
  services: RouterServices,
  { id: gatewayId, agentIds, dryRun }: LightenRequest,
  signal?: AbortSignal,
): Promise<LightenReport> {
  const report = await services.connections.use(gatewayId, (connection) =>
    callSoon(connection, { timeoutMs, signal }, (limit) =>
      lightenHashes(services, { gatewayId, agentIds, dryRun, signal: limit }),
    ),
  );
  if (!dryRun) services.changes.emit("agents", "gateways");
  return report;
}
