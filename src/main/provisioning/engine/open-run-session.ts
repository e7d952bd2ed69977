import type { Database } from "../../database/open-database.ts";
import { lastSeenGateway } from "../../database/seen-gateway.ts";
import type { GatewayConnection } from "../../gateway/connection.ts";
import { dialectNamed } from "../../gateway/dialects.ts";
import { requireAddress } from "../../gateway/require-address.ts";
import { type GatewaySession, openSession } from "../../gateway/session.ts";
import { canSetChannelVisibility } from "../apply/channel-visibility.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";
import type { Measure } from "../report/measure-run.ts";
import type { RunContext } from "../report/run-context.ts";

/** The gateway's connection for a run, whose calls are counted from now on. @throws as `requireAddress` */
export function startConnecting(
  { connections }: ProvisioningServices,
  run: RunContext,
  measure: Measure,
): GatewayConnection {
  requireAddress(run.gateway);
  const connection = connections.of(run.gateway.id);
  connection.clock.reset();
  measure.watch(connection, run);
  run.emit({ type: "phase", phase: "connecting" });
  return connection;
}

/** Connects, and notes an upgrade of the gateway. @throws as `openSession` */
export async function openRunSession(
  { database }: ProvisioningServices,
  run: RunContext,
  connection: GatewayConnection,
): Promise<GatewaySession> {
  const session = await openSession(connection, run.signal);
  session.canSetChannelVisibility = canSetChannelVisibility(database, run.gateway.id);
  run.emit({ type: "gateway-connected", version: session.version, dialect: session.dialect.name });
  noteUpgrade(database, run, session);
  return session;
}

/** Says that the gateway has another version than at the last run that reached it. */
function noteUpgrade(database: Database, run: RunContext, { version, dialect }: GatewaySession): void {
  const before = lastSeenGateway(database, run.gateway.id);
  if (!before || (before.version === version && before.dialect === dialect.name)) return;
  const { toolsHome, heartbeatHome } = dialectNamed(before.dialect);
  const isSame = toolsHome === dialect.toolsHome && heartbeatHome === dialect.heartbeatHome;
  const files = isSame
    ? ""
    : " This version keeps agents' files in other places: a sync names the agents whose token it no longer finds.";
  run.tally.notes.push(
    `Gateway "${run.gateway.name}" changed from OpenClaw ${before.version ?? "(unknown)"} to ${version ?? "(unknown)"} since the last run.${files}`,
  );
}
