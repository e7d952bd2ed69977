import type { AdoptableAgents, AdoptionResult } from "../../shared/adoption.ts";
import type { AgentMode } from "../../shared/agent-modes.ts";
import { countOutcomes } from "../../shared/count-outcomes.ts";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { isOwnKeyOf } from "../../shared/identity.ts";
import { listNames } from "../../shared/list-names.ts";
import type { Gateway } from "../../shared/records.ts";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { insertAgent } from "../database/agents.ts";
import { recordFileVersion } from "../database/file-versions.ts";
import { saveAgentMode } from "../database/gateway-notes.ts";
import { readGateway } from "../database/gateways.ts";
import { claimedKeys } from "../database/list-orphans.ts";
import { saveOwnedAgent } from "../database/owned-agents.ts";
import { createRun, finishRun, recordAgentOutcomes } from "../database/runs.ts";
import { keepTheirs } from "../database/written-files.ts";
import { listHeartbeatJobs } from "../gateway/heartbeat-jobs.ts";
import { requireAddress } from "../gateway/require-address.ts";
import { type GatewaySession, openSession } from "../gateway/session.ts";
import type { ProvisioningServices } from "../provisioning/model/provisioning-services.ts";
import { sideBySide } from "../provisioning/model/side-by-side.ts";
import { agentInRun, outcomeRow } from "../provisioning/report/run-tally.ts";
import { callSoon } from "./call-soon.ts";
import { checkPlace } from "./create-agent.ts";
import { type FoundAgent, findAdoptable } from "./find-adoptable.ts";
import type { RouterServices } from "./operation-services.ts";
import { type PreparedAdoption, prepareAdoption } from "./prepare-adoption.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

type Services = ProvisioningServices & RecordsServices & Pick<RouterServices, "startedBy">;

export type AdoptionRequest = {
  gatewayId: string;
  /** The board that they belong to from now on; leads and main agents have their place by their ids. */
  boardId: string | null;
  /** Null for the mode that each agent has by itself. */
  mode: AgentMode | null;
  /** The agents' ids on the gateway, or their names there; null for all that can be adopted. */
  wanted: readonly string[] | null;
};

/** A gateway answers some hundred calls a second, and every file of every agent is read. */
const timeoutMs = 300_000;

/**
 * The agents on a gateway that no record knows. Reads all their files.
 * @throws FlightDeckError not-found, gateway-no-url, gateway-unreachable; and as `GatewayConnection.call`
 */
export function listAdoptable(
  services: Pick<Services, "database" | "connections">,
  gatewayId: string,
  signal?: AbortSignal,
): Promise<AdoptableAgents> {
  const { database } = services;
  return withSession(services, gatewayId, signal, async ({ gateway, session, limit }) => {
    const { readAt, agents } = await findAdoptable(database, gateway, session, limit);
    return { readAt, agents: agents.map(({ adoptable }) => adoptable) };
  });
}

/**
 * Makes records for agents on a gateway that no record knows. Their ids and workspaces stay; what their files have is kept as
 * versions and over the templates, so that the next sync writes none. Changes nothing on the gateway.
 * @throws FlightDeckError not-found, bad-input, template-error, run-in-progress, gateway-no-url, gateway-unreachable; and as
 * `GatewayConnection.call`
 */
export async function adoptAgents(
  services: Services,
  request: AdoptionRequest,
  signal?: AbortSignal,
): Promise<AdoptionResult> {
  const gateway = readGateway(services.database, request.gatewayId);
  return whileNoRun(services, gateway, async () => {
    const { prepared, refused } = await prepareAll(services, request, signal);
    if (prepared.length === 0) return { runId: null, adopted: [], refused };
    const runId = saveAdoptions(services, gateway, prepared);
    const adopted = prepared.map(({ agent, told }) => ({ ...told, agentId: agent.id }));
    return { runId, adopted, refused };
  });
}

/** What `adoptAgents` would do. Changes nothing. @throws as `adoptAgents` */
export async function previewAdoption(
  services: Services,
  request: AdoptionRequest,
  signal?: AbortSignal,
): Promise<AdoptionResult> {
  const { prepared, refused } = await prepareAll(services, request, signal);
  return { runId: null, adopted: prepared.map(({ told }) => told), refused };
}

type Connected = { gateway: Gateway; session: GatewaySession; limit: AbortSignal };

function withSession<T>(
  { database, connections }: Pick<Services, "database" | "connections">,
  gatewayId: string,
  signal: AbortSignal | undefined,
  work: (connected: Connected) => Promise<T>,
): Promise<T> {
  const gateway = readGateway(database, gatewayId);
  requireAddress(gateway);
  return connections.use(gatewayId, (connection) =>
    callSoon(connection, { timeoutMs, signal }, async (limit) =>
      work({ gateway, session: await openSession(connection, limit), limit }),
    ),
  );
}

async function prepareAll(
  services: Services,
  { gatewayId, boardId, mode, wanted }: AdoptionRequest,
  signal: AbortSignal | undefined,
): Promise<{ prepared: PreparedAdoption[]; refused: AdoptionResult["refused"] }> {
  const templates = await services.renderer.read(gatewayId);
  return withSession(services, gatewayId, signal, async ({ gateway, session, limit }) => {
    const { agents, places } = await findAdoptable(services.database, gateway, session, limit);
    const heartbeatJobs = await listHeartbeatJobs(session.connection, limit);
    const options = { gateway, session, places, templates, heartbeatJobs, boardId, mode, signal: limit };
    const refused: AdoptionResult["refused"] = [];
    const prepared = await sideBySide(chosen(gateway, agents, wanted), async (found) => {
      const { key, name, whyNot } = found.adoptable;
      if (whyNot === null) {
        try {
          return await prepareAdoption(services, found, options);
        } catch (error) {
          if (!(error instanceof FlightDeckError) || error.code !== "template-error") throw error;
          refused.push({ key, name, why: messageOf(error) });
          return null;
        }
      }
      if (wanted !== null) refused.push({ key, name, why: whyNot });
      return null;
    });
    return { prepared: prepared.filter((adoption) => adoption !== null), refused };
  });
}

/** @throws FlightDeckError not-found; bad-input if several have the name */
function chosen(gateway: Gateway, agents: FoundAgent[], wanted: readonly string[] | null): FoundAgent[] {
  if (wanted === null) return agents;
  const found = wanted.map((text) => {
    const [ofKey] = agents.filter(({ adoptable: { key } }) => key.toLowerCase() === text.trim().toLowerCase());
    if (ofKey) return ofKey;
    const [named, ...others] = agents.filter(({ adoptable: { name } }) => name === text.trim());
    if (!named) {
      const message = `Gateway "${gateway.name}" has no agent "${text}" without a record.`;
      throw new FlightDeckError("not-found", message, hintsOf("not-found").orphan);
    }
    if (others.length === 0) return named;
    throw new FlightDeckError(
      "bad-input",
      `${others.length + 1} agents without a record are named "${text}".`,
      hintsOf("bad-input").ambiguousName([named, ...others].map(({ adoptable: { key } }) => key).join(", ")),
    );
  });
  return [...new Set(found)];
}

/** An import or another operator may have made a record while the files were read. @throws FlightDeckError bad-input */
function refuseClaimed(claimed: Set<string>, prepared: PreparedAdoption[]): void {
  const taken = prepared.filter(({ scoped }) => claimed.has(scoped.key.toLowerCase()));
  if (taken.length === 0) return;
  const named = listNames(taken.map(({ agent }) => agent.name));
  const message = `Nothing was adopted: meanwhile there is a record for ${named}.`;
  throw new FlightDeckError("bad-input", message, hintsOf("bad-input").adoptOthers);
}

/** All or none, so that no agent is ever recorded without what protects its files. @returns the id of the run */
function saveAdoptions(services: Services, gateway: Gateway, prepared: PreparedAdoption[]): string {
  const { database, vault, startedBy } = services;
  return saveRecords(services, { tell: ["agents", "boards", "gateways", "runs"] }, () => {
    const facts = { gatewayId: gateway.id, gatewayName: gateway.name, kind: "adopt" as const, startedBy };
    const options = syncOptionsSchema.parse({ gatewayId: gateway.id });
    refuseClaimed(claimedKeys(database, gateway), prepared);
    const scope = prepared.map(({ scoped }) => agentInRun(scoped));
    const { id: runId } = createRun(database, { ...facts, options }, { agents: scope });
    const outcomes = prepared.map(({ agent, scoped, mode, pairs, versions, told }) => {
      checkPlace(database, agent, null);
      insertAgent(database, agent);
      saveAgentMode(database, agent.id, mode);
      const { key, workspace } = scoped;
      if (!isOwnKeyOf(agent, key)) saveOwnedAgent(database, agent.id, { gatewayId: gateway.id, key, workspace });
      for (const { fileName, pair } of pairs) keepTheirs(database, agent.id, fileName, pair);
      for (const version of versions) {
        recordFileVersion(database, vault, { ...version, agentId: agent.id, runId, source: "adopted" });
      }
      const named = (verdict: string) => told.files.filter((file) => file.verdict === verdict).map(({ name }) => name);
      return {
        ...outcomeRow(scoped, "updated", "adopted"),
        filesUnchanged: named("same"),
        filesPreserved: named("kept"),
      };
    });
    recordAgentOutcomes(database, runId, outcomes);
    finishRun(database, runId, {
      status: "succeeded",
      report: {
        runId,
        gatewayId: gateway.id,
        dialect: null,
        gatewayVersion: null,
        includeMain: false,
        resetSessions: false,
        ...countOutcomes(outcomes),
        errors: [],
        agents: outcomes,
        stats: { durationMs: null, rpcCalls: null, configWrites: 0, fileWrites: 0, retries: null },
      },
    });
    return runId;
  });
}
