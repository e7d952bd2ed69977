import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { durationMs } from "../../shared/heartbeat-values.ts";
import { listAgents, updateAgent } from "../database/agents.ts";
import { readAgentModes } from "../database/gateway-notes.ts";
import { readGateway } from "../database/gateways.ts";
import { defaultHeartbeat } from "../provisioning/desired/default-heartbeat.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

const mostMinutes = 7 * 24 * 60;

export type LengthenHeartbeats = {
  gatewayId: string;
  everyMinutes: number;
  /** Only names the agents that would change. */
  dryRun?: boolean;
};

/**
 * Gives the agents of a gateway that wake more often this interval, in their records; the next sync writes it. A heartbeat that
 * is off, or whose interval cannot be read, stays as it is.
 * @returns the names of the agents that changed
 * @throws FlightDeckError not-found; bad-input for an interval that is not whole minutes up to 7 days
 */
export function lengthenHeartbeats(
  services: RecordsServices,
  { gatewayId, everyMinutes, dryRun = false }: LengthenHeartbeats,
): string[] {
  const { database } = services;
  if (!Number.isInteger(everyMinutes) || everyMinutes < 1 || everyMinutes > mostMinutes) {
    throw new FlightDeckError(
      "bad-input",
      `${everyMinutes} minutes is not an interval for heartbeats.`,
      hintsOf("bad-input").heartbeatInterval,
    );
  }
  readGateway(database, gatewayId);
  // A run writes no heartbeat of an agent with a mode.
  const modes = readAgentModes(database);
  const concerned = listAgents(database).filter(({ id, gatewayId: of, heartbeatConfig }) => {
    if (modes.has(id)) return false;
    const { every } = { ...defaultHeartbeat, ...heartbeatConfig };
    const everyMs = typeof every === "string" ? durationMs(every) : null;
    return of === gatewayId && everyMs !== null && everyMs > 0 && everyMs < everyMinutes * 60_000;
  });
  const names = concerned.map(({ name }) => name);
  if (dryRun || names.length === 0) return names;
  const agentIds = concerned.map(({ id }) => id);
  saveRecords(services, { tell: ["agents", "boards", "gateways"], forget: { agentIds } }, () => {
    for (const { id, heartbeatConfig } of concerned) {
      updateAgent(database, id, { heartbeatConfig: { ...heartbeatConfig, every: `${everyMinutes}m` } });
    }
  });
  return names;
}
