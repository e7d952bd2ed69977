import { createHash } from "node:crypto";
import {
  type Attention,
  type AttentionAgent,
  type AttentionCause,
  attentionCauses,
  mostAgentsNamed,
} from "../../../shared/attention.ts";
import type { AgentInRun } from "../../../shared/sync.ts";
import { keysOf } from "../../../shared/typed-keys.ts";
import { causesOfAgent } from "./agent-causes.ts";
import type { AttentionFacts, GatewayFacts, MirrorFacts } from "./attention-facts.ts";

/** What an item is made of; `signs` are the facts behind it, in any form that is the same whenever they are. */
type Found = Pick<Attention, "cause" | "gateway"> & { signs: unknown; members?: Member[] } & Partial<
    Pick<Attention, "runIds" | "detail">
  >;

type Member = AttentionAgent & Pick<AgentInRun, "isMain">;

/** An item with all of its agents, by name. */
export type FoundAttention = Attention & { members: Member[] };

/** Everything that needs attention, dismissed or not, in the order in which it is shown. Pure. */
export function findAttention(facts: AttentionFacts): FoundAttention[] {
  const found = [
    ...facts.gateways.flatMap((gateway) => [
      ...ofConnection(gateway),
      ...ofRuns(gateway, facts),
      ...ofVersion(gateway),
    ]),
    ...ofAgents(facts),
    ...(facts.mirror ? ofMirror(facts.mirror, facts.nowMs) : []),
    ...ofBackup(facts),
  ];
  return found.map(toItem).sort(inOrder);
}

function toItem({ signs, cause, gateway, members = [], runIds = [], detail = null }: Found): FoundAttention {
  const fingerprint = createHash("sha256").update(JSON.stringify(signs)).digest("hex");
  const named = members.slice(0, mostAgentsNamed).map(({ id, name }) => ({ id, name }));
  const key = keyOf(cause, gateway?.id);
  return { key, cause, gateway, agents: members.length, named, runIds, detail, fingerprint, members };
}

/** The key of the item of a cause on a gateway, or of the whole installation. */
export function keyOf(cause: AttentionCause, gatewayId = "all"): string {
  return `${cause} ${gatewayId}`;
}

const order = keysOf(attentionCauses);

function inOrder(one: Attention, other: Attention): number {
  return (
    order.indexOf(one.cause) - order.indexOf(other.cause) ||
    (one.gateway?.name ?? "").localeCompare(other.gateway?.name ?? "") ||
    one.key.localeCompare(other.key)
  );
}

const placeOf = ({ id, name }: GatewayFacts) => ({ id, name });

/** The causes that depend on a connection being watched. */
export const connectionCauses = ["certificate", "refused", "pairing", "away"] as const satisfies AttentionCause[];

function ofConnection(gateway: GatewayFacts): Found[] {
  const { state, message, offeredCertificate } = gateway.connection;
  const found = (cause: (typeof connectionCauses)[number], signs: unknown): Found[] => [
    { cause, gateway: placeOf(gateway), detail: message, signs },
  ];
  if (offeredCertificate !== null) return found("certificate", offeredCertificate);
  if (state === "refused") return found("refused", gateway.connection.code);
  if (state === "pairing") return found("pairing", null);
  // An absent gateway changes between the two while it is tried.
  if (state === "retrying" || state === "offline") return found("away", null);
  return [];
}

function ofRuns(gateway: GatewayFacts, { interrupted, agents }: AttentionFacts): Found[] {
  const { lastWork } = gateway;
  const cutOff = interrupted.filter(({ gatewayId }) => gatewayId === gateway.id).map(({ id }) => id);
  const isFailed = lastWork !== null && (lastWork.status === "failed" || lastWork.status === "unreachable");
  // What failed for single agents is said of them.
  const isOfAgents = agents.some(({ gatewayId, lastOutcome }) => gatewayId === gateway.id && lastOutcome === "failed");
  const place = placeOf(gateway);
  const found: Found[] = [];
  if (isFailed && !isOfAgents) {
    found.push({ cause: "failed-run", gateway: place, runIds: [lastWork.id], signs: lastWork.id });
  }
  if (cutOff.length > 0) found.push({ cause: "interrupted", gateway: place, runIds: cutOff, signs: cutOff });
  return found;
}

function ofVersion(gateway: GatewayFacts): Found[] {
  const { syncedVersion: before, version: now } = gateway;
  if (before === null || now === null || before === now) return [];
  return [{ cause: "version", gateway: placeOf(gateway), detail: `${before} then, ${now} now.`, signs: [before, now] }];
}

function ofAgents(facts: AttentionFacts): Found[] {
  const gateways = new Map(facts.gateways.map((gateway) => [gateway.id, gateway]));
  const groups = new Map<string, { cause: AttentionCause; gateway: GatewayFacts; members: MemberSigns[] }>();
  for (const agent of facts.agents) {
    const gateway = gateways.get(agent.gatewayId);
    if (!gateway) continue;
    for (const [cause, signs] of causesOfAgent(agent, { ...facts, checkEveryMinutes: gateway.checkEveryMinutes })) {
      const key = keyOf(cause, gateway.id);
      const group = groups.get(key) ?? { cause, gateway, members: [] };
      group.members.push({ id: agent.id, name: agent.name, isMain: agent.isMain, signs });
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ cause, gateway, members }) => ({
    cause,
    gateway: placeOf(gateway),
    members: members.map(({ signs: _, ...member }) => member).sort(byName),
    // A later run may have been about other agents.
    runIds: cause === "failed-agents" && gateway.lastWork?.status === "failed" ? [gateway.lastWork.id] : [],
    signs: members.map(({ id, signs }) => [id, signs]).sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
  }));
}

type MemberSigns = Member & { signs: unknown };

function byName(one: AttentionAgent, other: AttentionAgent): number {
  return one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1);
}

/** Pulls that are so many intervals late are not only slow. */
const latePulls = 3;
const pullGraceMs = 60_000;

function ofMirror({ pollSeconds, pulledAt, error, conflicts, pushProblems }: MirrorFacts, nowMs: number): Found[] {
  const lateMs = latePulls * pollSeconds * 1_000 + pullGraceMs;
  const isLate = pulledAt === null || Math.abs(nowMs - Date.parse(pulledAt)) > lateMs;
  const found: Found[] = [];
  if (error !== null || isLate) {
    const detail = error?.message ?? (pulledAt === null ? "Nothing was pulled yet." : null);
    found.push({ cause: "mirror-stale", gateway: null, detail, signs: [error?.code ?? null, pulledAt] });
  }
  if (conflicts.length > 0) found.push({ cause: "mirror-conflicts", gateway: null, signs: conflicts });
  if (pushProblems.length > 0) {
    const detail = pushProblems[0] ?? null;
    found.push({ cause: "mirror-unpushed", gateway: null, detail, signs: pushProblems });
  }
  return found;
}

function ofBackup({ backupProblem }: AttentionFacts): Found[] {
  if (backupProblem === null) return [];
  return [{ cause: "backup", gateway: null, detail: backupProblem, signs: backupProblem }];
}
