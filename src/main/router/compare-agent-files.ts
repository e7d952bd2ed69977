import { messageOf } from "../../shared/errors.ts";
import type { Agent } from "../../shared/records.ts";
import type { AgentFileView } from "../../shared/views.ts";
import { readAgent } from "../database/agents.ts";
import { readBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import { listHeartbeatJobs } from "../gateway/heartbeat-scratch.ts";
import { type GatewaySession, openSession } from "../gateway/session.ts";
import { fileDiff } from "../provisioning/file-diff.ts";
import { scopedAgent } from "../provisioning/find-scope.ts";
import { sha256Hex } from "../provisioning/mask-token.ts";
import { observeAgent } from "../provisioning/observe-agent.ts";
import type { ScopedAgent } from "../provisioning/plan-agent.ts";
import { type DesiredFile, type FileStep, isKept, planFiles, type RememberedFile } from "../provisioning/plan-files.ts";
import { readRememberedFiles } from "../provisioning/remembered-files.ts";
import { callSoon } from "./call-soon.ts";
import { hideTokens } from "./hide-tokens.ts";
import type { RouterServices } from "./services.ts";

const timeoutMs = 20_000;

/**
 * An agent's files as the templates make them now, beside those on the gateway. Reads only.
 *
 * @returns what we render alone, with the reason, when the gateway cannot be asked
 * @throws FlightDeckError not-found, template-error
 */
export async function compareAgentFiles(
  services: RouterServices,
  agentId: string,
  signal?: AbortSignal,
): Promise<{ files: AgentFileView[]; gatewayError: string | null }> {
  const scoped = scopeOf(services, readAgent(services.database, agentId));
  await services.templates.reload();
  try {
    const connection = services.connections.of(scoped.agent.gatewayId);
    const files = await callSoon(connection, { timeoutMs, signal }, async (limit) => {
      const session = await openSession(connection, limit);
      return compare(services, session, scoped, limit);
    });
    return { files, gatewayError: null };
  } catch (error) {
    signal?.throwIfAborted();
    // A fault of the templates would only show again, as itself.
    const desired = await render(services, scoped, services.watch.view(scoped.agent.gatewayId).dialect ?? "current");
    return { files: desired.map(unknownView), gatewayError: messageOf(error) };
  }
}

export function scopeOf({ database }: RouterServices, agent: Agent): ScopedAgent {
  const gateway = readGateway(database, agent.gatewayId);
  const board = agent.boardId === null ? null : readBoard(database, agent.boardId);
  return { ...scopedAgent(gateway, agent, board), isMain: agent.boardId === null };
}

export function render(
  { renderer, database }: RouterServices,
  scoped: ScopedAgent,
  dialect: "classic" | "current",
): Promise<DesiredFile[]> {
  return renderer.forGateway(readGateway(database, scoped.agent.gatewayId), null)(scoped, dialect);
}

async function compare(
  services: RouterServices,
  session: GatewaySession,
  scoped: ScopedAgent,
  signal: AbortSignal,
): Promise<AgentFileView[]> {
  const desired = await render(services, scoped, session.dialect.name);
  const hasScratch = session.dialect.heartbeatHome === "scratch";
  const heartbeatJobs = hasScratch ? await listHeartbeatJobs(session.connection, signal) : new Map<string, string>();
  const inRoster = session.dialect.readRoster(session.config.config).has(scoped.key);
  const names = desired.map(({ name }) => name);
  const observed = await observeAgent({ session, key: scoped.key, inRoster, names, heartbeatJobs, signal });
  const remembered = readRememberedFiles(services.database, [scoped.agent.id])(scoped.agent.id);
  const steps = planFiles({
    desired,
    observed: observed.files,
    unavailable: observed.unavailable,
    remembered,
    isNew: !inRoster,
    tokenChanges: false,
    overwrite: false,
    forceBootstrap: false,
    withDiffs: false,
  });
  return steps.map((step, index) =>
    viewOf(step, {
      ours: desired[index]?.maskedContent ?? "",
      theirs: observed.files.get(step.name)?.maskedContent ?? null,
      remembered: remembered.get(step.name),
    }),
  );
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
    diff: rendered === gateway ? "" : fileDiff(name, gateway ?? "", rendered),
    action,
    reason,
    moved,
    oursMaskedSha256,
    theirsMaskedSha256: observed.maskedSha256,
    isKept: isKept(remembered, oursMaskedSha256, observed.maskedSha256),
  };
}

function unknownView({ name, maskedContent }: DesiredFile): AgentFileView {
  return {
    name,
    rendered: hideTokens(maskedContent),
    gateway: null,
    diff: "",
    action: "unknown",
    reason: "the gateway could not be asked",
    moved: null,
    oursMaskedSha256: sha256Hex(maskedContent),
    theirsMaskedSha256: null,
    isKept: false,
  };
}
