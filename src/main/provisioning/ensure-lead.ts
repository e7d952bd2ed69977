import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { agentKey, isOwnKey, leadSessionKey } from "../../shared/identity.ts";
import { type Agent, type Board, type JsonObject, nowTimestamp, untouchedMarks } from "../../shared/records.ts";
import { forgetSyncStates } from "../database/agent-sync-states.ts";
import { type AgentChange, findBoardLead, insertAgent, updateAgent } from "../database/agents.ts";
import { readBoard } from "../database/boards.ts";
import { wasEverWritten } from "../database/written-files.ts";
import { defaultHeartbeat } from "./desired/default-heartbeat.ts";
import { unusable } from "./desired/render-by-board.ts";
import type { ProvisioningServices } from "./model/provisioning-services.ts";
import type { RunCaller, RunSyncResult } from "./model/run-request.ts";
import { isOnGateway } from "./observe/is-on-gateway.ts";
import { provisionAgent, recordAfterRun } from "./provision-agent.ts";

export type EnsureLeadRequest = RunCaller & {
  boardId: string;
  /** The lead's name; by default "Lead Agent" for a new one, and unchanged for an existing one. */
  agentName?: string | undefined;
  /** Overrides of the lead's identity; blank values change nothing. */
  identityProfile?: Record<string, string> | undefined;
};

/** `run` is null if it did not need provisioning. */
export type EnsureLeadResult = { agent: Agent; created: boolean; run: RunSyncResult | null };

const leadIdentity: JsonObject = {
  role: "Board Lead",
  communication_style: "direct, concise, practical",
  emoji: ":gear:",
};

/**
 * Makes sure that a board has a lead agent (docs/behaviour.md, Leads and main agents). An existing lead keeps its row and is
 * provisioned again only if its last provisioning did not succeed or it is not on its gateway.
 * @throws FlightDeckError not-found, bad-input for a board without a gateway, template-error, run-in-progress
 */
export async function ensureLead(
  services: ProvisioningServices,
  request: EnsureLeadRequest,
): Promise<EnsureLeadResult> {
  const { database } = services;
  const board = readBoard(database, request.boardId);
  const gatewayId = board.gatewayId ?? throwNoGateway(board);
  // Before a record is made that nothing can be rendered for.
  if (!findBoardLead(database, board.id)) await requireTemplates(services, gatewayId, board.id);
  const existing = findBoardLead(database, board.id);
  const agent = existing
    ? correct(services, existing, { ...request, gatewayId, board })
    : create(services, { ...request, gatewayId, board });
  if (existing && !needsProvisioning(existing) && (await isOnGateway(services, agent, request.signal))) {
    return { agent, created: false, run: null };
  }
  const run = await provisionAgent(services, { agent, kind: "ensure-lead", ...callers(request) });
  return { agent: recordAfterRun(database, agent), created: !existing, run };
}

/** @throws FlightDeckError template-error if the board's agents cannot be rendered */
async function requireTemplates({ renderer }: ProvisioningServices, gatewayId: string, boardId: string): Promise<void> {
  const { boardSets } = await renderer.read(gatewayId);
  const own = boardSets.find((board) => board.boardId === boardId);
  if (own?.fault) throw unusable(own, own.fault);
}

/** True when an earlier provisioning failed or did not finish. */
export function needsProvisioning(agent: Agent): boolean {
  return agent.lastProvisionError !== null || agent.provisionAction === "provision";
}

type Placed = EnsureLeadRequest & { board: Board; gatewayId: string };

function create({ database }: ProvisioningServices, { board, gatewayId, agentName, identityProfile }: Placed): Agent {
  const now = nowTimestamp();
  const given = Object.entries(identityProfile ?? {}).map(([key, value]) => [key, value.trim()] as const);
  const agent: Agent = {
    ...newAgent({ name: agentName?.trim() || "Lead Agent", gatewayId, now }),
    boardId: board.id,
    isBoardLead: true,
    openclawSessionId: leadSessionKey(board),
    identityProfile: { ...leadIdentity, ...Object.fromEntries(given.filter(([, value]) => value !== "")) },
  };
  insertAgent(database, agent);
  return agent;
}

/** A row about to be provisioned: until that has succeeded, `provisionAction` says that it is due. */
export function newAgent({ name, gatewayId, now }: { name: string; gatewayId: string; now: string }): Agent {
  return {
    id: randomUUID(),
    boardId: null,
    gatewayId,
    name,
    status: "provisioning",
    openclawSessionId: null,
    agentTokenHash: null,
    heartbeatConfig: { ...defaultHeartbeat },
    identityProfile: null,
    identityTemplate: null,
    soulTemplate: null,
    ...untouchedMarks,
    provisionRequestedAt: now,
    provisionAction: "provision",
    isBoardLead: false,
    createdAt: now,
    updatedAt: now,
  };
}

function correct({ database }: ProvisioningServices, lead: Agent, { board, gatewayId, agentName }: Placed): Agent {
  const right: AgentChange = {
    name: agentName?.trim() || lead.name,
    gatewayId,
    openclawSessionId: keepsKey(database, lead, gatewayId) ? lead.openclawSessionId : leadSessionKey(board),
  };
  if (isDeepStrictEqual({ ...lead, ...right }, lead)) return lead;
  const corrected = updateAgent(database, lead.id, right);
  forgetSyncStates(database, { agentIds: [lead.id] });
  return corrected;
}

/** A worker that became lead, or a lead whose board changed, remains the same agent on the gateway. */
function keepsKey(database: ProvisioningServices["database"], lead: Agent, gatewayId: string): boolean {
  return lead.gatewayId === gatewayId && isOwnKey(agentKey(lead)) && wasEverWritten(database, lead.id);
}

function callers({ startedBy, retryOf, signal, onEvent }: EnsureLeadRequest) {
  return { startedBy, signal, ...(retryOf ? { retryOf } : {}), ...(onEvent ? { onEvent } : {}) };
}

function throwNoGateway(board: Board): never {
  throw new FlightDeckError(
    "bad-input",
    `Board "${board.name}" has no gateway, so no lead agent can be provisioned for it.`,
    hintsOf("bad-input").boardWithoutGateway,
  );
}
