import { isDeepStrictEqual } from "node:util";
import { messageOf } from "../../shared/errors.ts";
import { isWritten } from "../../shared/plan-work.ts";
import type { Agent } from "../../shared/records.ts";
import { spellSize } from "../../shared/spell-size.ts";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import type { AgentFileView } from "../../shared/views.ts";
import { readAgentSyncStates, readFleetRevision, saveAgentSyncStates } from "../database/agent-sync-states.ts";
import { readAgent } from "../database/agents.ts";
import { readBoard } from "../database/boards.ts";
import { readAgentModes } from "../database/gateway-notes.ts";
import { readGateway } from "../database/gateways.ts";
import { maxFileBytes } from "../gateway/agent-files.ts";
import type { Dialect } from "../gateway/dialect.ts";
import { dialectNamed } from "../gateway/dialects.ts";
import { listHeartbeatJobs } from "../gateway/heartbeat-jobs.ts";
import { type GatewaySession, openSession } from "../gateway/session.ts";
import { scopedAgent } from "../provisioning/desired/find-scope.ts";
import { rosterOf } from "../provisioning/desired/roster-agent.ts";
import type { ReadTemplates } from "../provisioning/model/agent-file-renderer.ts";
import type { DesiredFile, RememberedFile } from "../provisioning/model/desired-file.ts";
import { hasFiles, isTooLarge, type ObservedAgent } from "../provisioning/model/observed-agent.ts";
import type { ScopedAgent } from "../provisioning/model/scoped-agent.ts";
import { sha256Hex } from "../provisioning/model/sha256-hex.ts";
import { tokenFileName } from "../provisioning/observe/observe-agent.ts";
import { observeWithToken } from "../provisioning/observe/observe-with-token.ts";
import { placeAgent, readPlaces } from "../provisioning/observe/read-places.ts";
import { readRememberedFiles } from "../provisioning/observe/remembered-files.ts";
import { wasOnlySeeded } from "../provisioning/observe/was-only-seeded.ts";
import type { AgentPlan } from "../provisioning/plan/plan-agent.ts";
import { planConfig } from "../provisioning/plan/plan-config.ts";
import { type FileStep, isKept, planFiles } from "../provisioning/plan/plan-files.ts";
import { syncStateOf } from "../provisioning/plan/sync-state.ts";
import { fileDiff } from "../provisioning/report/file-diff.ts";
import { decideToken, neverHadToken } from "../provisioning/tokens/decide-token.ts";
import { openTokenBook } from "../provisioning/tokens/token-book.ts";
import { openTokenStore } from "../provisioning/tokens/token-store.ts";
import { callSoon } from "./call-soon.ts";
import { hideTokens } from "./hide-tokens.ts";
import type { RouterServices } from "./operation-services.ts";

const timeoutMs = 20_000;

/**
 * An agent's files as the templates render them now, beside those on the gateway. Reads only.
 * @returns only the rendered files, with the reason, when the gateway cannot be asked
 * @throws FlightDeckError not-found, template-error
 */
export async function compareAgentFiles(
  services: RouterServices,
  agentId: string,
  signal?: AbortSignal,
): Promise<{ files: AgentFileView[]; gatewayError: string | null }> {
  const record = readAgent(services.database, agentId);
  const templates = await services.renderer.read(record.gatewayId);
  const fleetRevisionAtStart = readFleetRevision(services.database);
  const agent = scopeOf(services, record);
  let scoped = agent;
  try {
    const { gatewayId } = agent.agent;
    const files = await services.connections.use(gatewayId, (connection) =>
      callSoon(connection, { timeoutMs, signal }, async (limit) => {
        const session = await openSession(connection, limit);
        const gateway = readGateway(services.database, gatewayId);
        scoped = await placeAgent(await readPlaces(gateway, session, [agent], limit), agent, limit);
        return compare(services, session, { templates, scoped, fleetRevisionAtStart }, limit);
      }),
    );
    return { files, gatewayError: null };
  } catch (error) {
    signal?.throwIfAborted();
    // An error in the templates would only occur again.
    const desired = await render(services, templates, scoped, lastKnownDialect(services, scoped.agent));
    return { files: desired.map(unknownView), gatewayError: messageOf(error) };
  }
}

export function scopeOf({ database }: Pick<RouterServices, "database">, agent: Agent): ScopedAgent {
  const gateway = readGateway(database, agent.gatewayId);
  const board = agent.boardId === null ? null : readBoard(database, agent.boardId);
  const mode = readAgentModes(database).get(agent.id);
  return { ...scopedAgent(gateway, agent, board, mode), isMain: agent.boardId === null };
}

/** The dialect that the agent's gateway spoke when it last answered. */
export function lastKnownDialect({ watch }: RouterServices, { gatewayId }: Pick<Agent, "gatewayId">): Dialect {
  return dialectNamed(watch.view(gatewayId).dialect);
}

export function render(
  { database }: RouterServices,
  templates: ReadTemplates,
  scoped: ScopedAgent,
  dialect: Dialect,
): Promise<DesiredFile[]> {
  return templates.forGateway(readGateway(database, scoped.agent.gatewayId), null)(scoped, dialect);
}

type CompareInput = { templates: ReadTemplates; scoped: ScopedAgent; fleetRevisionAtStart: number };

async function compare(
  services: RouterServices,
  session: GatewaySession,
  { templates, scoped, fleetRevisionAtStart }: CompareInput,
  signal: AbortSignal,
): Promise<AgentFileView[]> {
  const desired = await render(services, templates, scoped, session.dialect);
  const heartbeatJobs = await listHeartbeatJobs(session.connection, signal);
  const inRoster = session.dialect.readRoster(session.config.config).has(scoped.key) || scoped.foreign !== undefined;
  const names = desired.map(({ name }) => name);
  const { agent, key } = scoped;
  const tokens = openTokenBook(openTokenStore({ ...services, agentIds: [agent.id], missionControl: null }));
  const observeOptions = { session, key, inRoster, names, heartbeatJobs, signal, agent, tokens };
  // Without remembered files: an operator who compares wants every file as it is.
  const { observed, token } = await observeWithToken(observeOptions, new Map());
  const remembered = readRememberedFiles(services.database, [scoped.agent.id])(scoped.agent.id);
  const steps = planFiles({
    desired,
    observed: observed.files,
    unavailable: observed.unavailable,
    asksForUnavailable: true,
    remembered,
    isNew: !inRoster,
    tokenChanges: false,
    isAdopted: false,
    mode: scoped.mode,
    options: syncOptionsSchema.parse({ gatewayId: agent.gatewayId }),
  });
  const isBare = !inRoster || !hasFiles(observed);
  const isSeeded = wasOnlySeeded({ scoped, observed, remembered, tokens });
  const history = { currentHash: agent.agentTokenHash, pendingHash: tokens.pendingHash(agent), isBare, isSeeded };
  const policy = {
    repairTokens: false,
    rekeyAll: false,
    isNew: neverHadToken(history),
    isLeftOut: scoped.mode !== undefined,
  };
  const seen = { scoped, isNew: !inRoster, token: decideToken(token, policy), files: steps };
  const obstacle = tooLargeToSync(steps, observed, scoped.mode ? null : tokenFileName(session.dialect));
  if (obstacle === null) noteSyncState(services, session, seen, fleetRevisionAtStart);
  return steps.map((step, index) =>
    viewOf(obstacle === null ? step : blockedBy(obstacle, step), {
      ours: desired[index]?.maskedContent ?? "",
      theirs: observed.files.get(step.name)?.maskedContent ?? null,
      remembered: remembered.get(step.name),
    }),
  );
}

/** The file over whose size a sync refuses the agent (`refuseTooLarge`), in words; null when there is none. */
function tooLargeToSync(steps: FileStep[], { files }: ObservedAgent, tokenFile: string | null): string | null {
  const replaced = steps.find(({ action, observed }) => isWritten(action) && isTooLarge(observed));
  const name = tokenFile !== null && isTooLarge(files.get(tokenFile)) ? tokenFile : replaced?.name;
  if (name === undefined) return null;
  const sizeBytes = files.get(name)?.facts.sizeBytes ?? null;
  const size = sizeBytes === null ? "too large" : spellSize(sizeBytes);
  return `${name} on the gateway is ${size}; Flight Deck reads files of up to ${spellSize(maxFileBytes)}`;
}

function blockedBy(reason: string, step: FileStep): FileStep {
  return isWritten(step.action) ? { ...step, action: "blocked", reason } : step;
}

/** Saves the sync state that the comparison found. */
function noteSyncState(
  { database, changes }: RouterServices,
  session: GatewaySession,
  seen: Omit<AgentPlan, "resetSession" | "takesOverFrom">,
  fleetRevisionAtStart: number,
): void {
  const { scoped, token } = seen;
  if (token.kind === "skip") return;
  const config = planConfig(session, { agents: rosterOf([{ scoped }]), settings: false });
  const plan = { ...seen, resetSession: false, takesOverFrom: null };
  const facts = syncStateOf({ plan, entryDiffers: config.changes.has(scoped.key), written: [], rekeyed: false });
  const before = readAgentSyncStates(database, [scoped.agent.id]).get(scoped.agent.id);
  saveAgentSyncStates(database, [facts], fleetRevisionAtStart);
  const isNews = before?.state !== facts.state || !isDeepStrictEqual(before.differing, facts.differing);
  if (isNews) changes.emit("agents", "boards", "gateways");
}

type Sides = { ours: string; theirs: string | null; remembered: RememberedFile | undefined };

function viewOf(step: FileStep, { ours, theirs, remembered }: Sides): AgentFileView {
  const { name, action, reason, moved, oursMaskedSha256, observed } = step;
  const rendered = hideTokens(ours);
  const gateway = theirs === null ? null : hideTokens(theirs);
  return {
    name,
    rendered,
    gateway,
    isTooLarge: isTooLarge(observed),
    diff: rendered === gateway || isTooLarge(observed) ? "" : fileDiff(name, gateway ?? "", rendered),
    action,
    reason,
    moved,
    oursMaskedSha256,
    theirsMaskedSha256: observed.maskedSha256,
    isKept: isKept(remembered, oursMaskedSha256, observed),
  };
}

function unknownView({ name, maskedContent }: DesiredFile): AgentFileView {
  return {
    name,
    rendered: hideTokens(maskedContent),
    gateway: null,
    isTooLarge: false,
    diff: "",
    action: "unknown",
    reason: "the gateway could not be asked",
    moved: null,
    oursMaskedSha256: sha256Hex(maskedContent),
    theirsMaskedSha256: null,
    isKept: false,
  };
}
