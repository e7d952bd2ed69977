import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import { type Orphan, orphanName } from "../../shared/orphans.ts";
import type { Agent } from "../../shared/records.ts";
import { readGateway } from "../database/gateways.ts";
import { requireAddress } from "../gateway/require-address.ts";
import { openSession } from "../gateway/session.ts";
import { callSoon } from "./call-soon.ts";
import { createAgent } from "./create-agent.ts";
import { findOrphan } from "./find-orphan.ts";
import type { RouterServices } from "./operation-services.ts";
import type { RecordsServices } from "./save-records.ts";

export type OrphanAdoptionRequest = {
  gatewayId: string;
  /** The agent's id on the gateway, or its name there. */
  wanted: string;
  /** The board that it belongs to from now on, unless its id says that. */
  boardId: string | null;
};

const timeoutMs = 30_000;

/**
 * Creates a record for an agent that has none. Nothing changes on the gateway: the next sync compares the agent with its
 * record, and reports that its token is not known.
 * @throws FlightDeckError not-found, bad-input, gateway-no-url, gateway-unreachable; and as `GatewayConnection.call`
 */
export async function adoptOrphan(
  services: Pick<RouterServices, "connections"> & RecordsServices,
  { gatewayId, wanted, boardId }: OrphanAdoptionRequest,
  signal?: AbortSignal,
): Promise<Agent> {
  const { database, connections } = services;
  const gateway = readGateway(database, gatewayId);
  requireAddress(gateway);
  const session = await connections.use(gatewayId, (connection) =>
    callSoon(connection, { timeoutMs, signal }, (limit) => openSession(connection, limit)),
  );
  const orphan = findOrphan(database, gateway, session, wanted);
  const { config } = session.config;
  const heartbeat = session.dialect.readRoster(config).get(orphan.key)?.heartbeat;
  const place = placeOf(orphan, boardId);
  const fields = {
    ...place.fields,
    gatewayId,
    name: orphanName(orphan),
    heartbeatConfig: isJsonObject(heartbeat) ? heartbeat : null,
    identityProfile: null,
    identityTemplate: null,
    soulTemplate: null,
  };
  return createAgent(services, fields, {
    ...(place.id === null ? {} : { id: place.id }),
    openclawSessionId: `agent:${orphan.key}:main`,
  });
}

type Place = { fields: Pick<Agent, "boardId" | "isBoardLead">; id: string | null };

/** @throws FlightDeckError bad-input */
function placeOf({ key, adoption, ...orphan }: Orphan, boardId: string | null): Place {
  if (adoption.kind === "main") return { fields: { boardId: null, isBoardLead: false }, id: null };
  if (adoption.kind === "lead") return { fields: { boardId: adoption.boardId, isBoardLead: true }, id: null };
  if (adoption.kind === "none") {
    const message = `Agent "${orphanName({ ...orphan, key })}" cannot be adopted: ${adoption.why}.`;
    throw new FlightDeckError("bad-input", message, hintsOf("bad-input").orphanNotAdopted);
  }
  if (boardId === null) {
    const message = `Agent "${orphanName({ ...orphan, key })}" needs a board.`;
    throw new FlightDeckError("bad-input", message, hintsOf("bad-input").boardOfOrphan);
  }
  const [, id = null] = /^mc-(.*)$/.exec(key.toLowerCase()) ?? [];
  return { fields: { boardId, isBoardLead: false }, id };
}
