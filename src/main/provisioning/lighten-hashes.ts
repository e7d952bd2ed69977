import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { agentKey } from "../../shared/identity.ts";
import type { LeftReason, LightenedAgent, LightenReport } from "../../shared/lighten.ts";
import type { Agent } from "../../shared/records.ts";
import { readAgentTokenStates } from "../database/agent-token-state.ts";
import { listAgentsOfGateway } from "../database/agents.ts";
import { readGateway } from "../database/gateways.ts";
import { replaceTokenHashes, type TokenHashReplacement } from "../database/replace-token-hashes.ts";
import { isUnknownAgent } from "../gateway/agent-files.ts";
import type { GatewayConnection } from "../gateway/connection.ts";
import { GatewayCallError } from "../gateway/failure.ts";
import { requireAddress } from "../gateway/require-address.ts";
import { type GatewaySession, openSession } from "../gateway/session.ts";
import type { ProvisioningServices } from "./model/provisioning-services.ts";
import { lockGateway } from "./model/run-lock.ts";
import { sha256Hex } from "./model/sha256-hex.ts";
import { sideBySide } from "./model/side-by-side.ts";
import { fetchFile, tokenFileName } from "./observe/observe-agent.ts";
import { findCandidates } from "./tokens/find-candidates.ts";
import { hashToken, iterationsOf, maxVerifiedIterations, weightOf } from "./tokens/hash-token.ts";
import { openTokenBook, type TokenBook, type TokenStore } from "./tokens/token-book.ts";
import { openTokenStore } from "./tokens/token-store.ts";

export type LightenRequest = {
  gatewayId: string;
  /** Only these agents; null for every agent of the gateway. */
  agentIds?: string[] | null | undefined;
  dryRun: boolean;
  signal?: AbortSignal | undefined;
};

/** The result for an agent with a heavy hash. `found` is null if the hash is not replaced. */
type Observation = { row: LightenedAgent; found: (Omit<TokenHashReplacement, "newHash"> & { token: string }) | null };

/**
 * Replaces heavy hashes of agents' tokens by light ones of the same tokens: each token is read from the gateway and verified
 * against the stored hash first. Writes nothing to the gateway. A dry run reports what would be replaced, and why the rest
 * would not.
 * @throws FlightDeckError not-found, run-in-progress, gateway-no-url; and as `GatewayConnection.call` before anything is
 * replaced
 */
export async function lightenHashes(services: ProvisioningServices, request: LightenRequest): Promise<LightenReport> {
  const { database, dataDir } = services;
  const gateway = readGateway(database, request.gatewayId);
  const unlock = lockGateway(dataDir, gateway);
  try {
    const heavy = heavyAgents(services, request);
    if (heavy.length > 0) requireAddress(gateway);
    const observe = (connection: GatewayConnection) => observeTokens(services, connection, heavy, request.signal);
    const observations = heavy.length > 0 ? await services.connections.use(gateway.id, observe) : [];
    const agents = request.dryRun
      ? observations.map(({ row }) => row)
      : await replaceHashes(services, observations, request.signal);
    return { gatewayId: gateway.id, gatewayName: gateway.name, dryRun: request.dryRun, agents };
  } finally {
    unlock();
  }
}

function heavyAgents({ database }: ProvisioningServices, { gatewayId, agentIds }: LightenRequest): Agent[] {
  const agents = listAgentsOfGateway(database, gatewayId);
  const known = new Set(agents.map(({ id }) => id));
  const missing = agentIds?.find((id) => !known.has(id));
  if (missing !== undefined) throw agentMissing(missing);
  const wanted = new Set(agentIds ?? known);
  return agents.filter(({ id, agentTokenHash }) => wanted.has(id) && weightOf(agentTokenHash) === "heavy");
}

async function observeTokens(
  { database, vault }: ProvisioningServices,
  connection: GatewayConnection,
  agents: Agent[],
  signal: AbortSignal | undefined,
): Promise<Observation[]> {
  connection.clock.reset();
  const session = await openSession(connection, signal);
  const roster = session.dialect.readRoster(session.config.config);
  const ids = agents.map(({ id }) => id);
  const states = readAgentTokenStates(database, ids);
  const store = openTokenStore({ database, vault, agentIds: ids });
  const tokens = openTokenBook(store);
  return sideBySide(agents, (agent) => {
    signal?.throwIfAborted();
    const inRoster = roster.has(agentKey(agent));
    const reason = reasonNotToLook(agent, { inRoster, pendingHash: states.get(agent.id)?.pendingHash ?? null });
    return reason ? Promise.resolve(left(agent, reason)) : observeToken({ session, tokens, store, agent, signal });
  });
}

function reasonNotToLook(
  { agentTokenHash }: Agent,
  { inRoster, pendingHash }: { inRoster: boolean; pendingHash: string | null },
): LeftReason | null {
  if (pendingHash !== null) return "rekey-pending";
  if ((iterationsOf(agentTokenHash ?? "") ?? 0) > maxVerifiedIterations) return "too-heavy";
  return inRoster ? null : "not-on-gateway";
}

type ObserveWithTokenOptions = {
  session: GatewaySession;
  tokens: TokenBook;
  store: TokenStore;
  agent: Agent;
  signal: AbortSignal | undefined;
};

async function observeToken({ session, tokens, store, agent, signal }: ObserveWithTokenOptions): Promise<Observation> {
  const fileName = tokenFileName(session.dialect);
  let content: string | null;
  try {
    ({ content } = await fetchFile(session, agentKey(agent), fileName, signal));
  } catch (error) {
    if (isUnknownAgent(error)) return left(agent, "not-on-gateway");
    if (error instanceof GatewayCallError) return left(agent, "no-token", messageOf(error));
    throw error;
  }
  const candidates = findCandidates(content, session.dialect.toolsHome);
  if (candidates.words.length === 0 || content === null) return left(agent, "no-token");
  const fileSha256 = sha256Hex(content);
  const { token, matchesCurrent } = await tokens.observe(agent, { candidates, fileSha256 });
  if (!matchesCurrent || token === null) return left(agent, "mismatch");
  const verified = { verifiedHash: agent.agentTokenHash ?? "", verifiedFingerprint: store.fingerprint(token) };
  const found = { agentId: agent.id, ...verified, verifiedInSha256: fileSha256, token };
  return { row: rowOf(agent, "planned"), found };
}

async function replaceHashes(
  { database }: ProvisioningServices,
  observations: Observation[],
  signal: AbortSignal | undefined,
): Promise<LightenedAgent[]> {
  const found = observations.flatMap(({ found }) => found ?? []);
  const replacements = await sideBySide(found, async ({ token, ...verified }) => {
    return { ...verified, newHash: await hashToken(token) };
  });
  signal?.throwIfAborted();
  const replaced = replaceTokenHashes(database, replacements);
  return observations.map(({ row }): LightenedAgent => {
    if (row.outcome === "left") return row;
    return replaced.has(row.agentId)
      ? { ...row, outcome: "lightened" }
      : { ...row, outcome: "left", reason: "changed-meanwhile" };
  });
}

function left(agent: Agent, reason: LeftReason, detail: string | null = null): Observation {
  return { row: { ...rowOf(agent, "left"), reason, detail }, found: null };
}

function rowOf({ id, name, agentTokenHash }: Agent, outcome: LightenedAgent["outcome"]): LightenedAgent {
  const iterations = iterationsOf(agentTokenHash ?? "") ?? 0;
  return { agentId: id, agentName: name, iterations, outcome, reason: null, detail: null };
}

function agentMissing(id: string): FlightDeckError {
  return new FlightDeckError(
    "not-found",
    `The gateway has no agent with the id ${id}.`,
    hintsOf("not-found").agentOfGateway,
  );
}
