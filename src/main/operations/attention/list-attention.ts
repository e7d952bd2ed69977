import type {
  AttentionList,
  AttentionMember,
  AttentionWatch,
  ShownAttention,
  WatchedGateway,
} from "../../../shared/attention.ts";
import {
  type AttentionDismissals,
  deleteAttentionDismissals,
  readAttentionDismissals,
} from "../../database/attention-dismissals.ts";
import { countUnpushed } from "../../database/mirror/mirror-rows.ts";
import type { Database } from "../../database/open-database.ts";
import type { RouterServices } from "../operation-services.ts";
import type { AgentFacts, AttentionFacts, GatewayFacts } from "./attention-facts.ts";
import { connectionCauses, findAttention, keyOf } from "./find-attention.ts";
import { type HostKnowledge, type ReadFacts, readAttentionFacts, recordsOnly } from "./read-attention-facts.ts";

type Services = Pick<RouterServices, "database" | "watch" | "runs" | "mirror" | "backups">;

/**
 * What needs attention now. Forgets dismissals whose facts are no longer so: what comes again is shown again.
 * @param since since when this host has watched
 */
export function listAttention(services: Services, since: string, nowMs = Date.now()): AttentionList {
  const { database, runs } = services;
  const read = readAttentionFacts(database, knowledgeOf(services), nowMs);
  const dismissals = readAttentionDismissals(database);
  const list = listOf(read, { since, dismissals, runningOn: (gatewayId) => runs.liveRunOf(gatewayId) ?? null });
  const outdated = outdatedDismissals(dismissals, list.items, read.facts.gateways);
  if (outdated.length > 0) deleteAttentionDismissals(database, outdated);
  return list;
}

/** All agents of an item; none if nothing of it is so any more. */
export function listAttentionAgents(services: Services, key: string, nowMs = Date.now()): AttentionMember[] {
  const { facts } = readAttentionFacts(services.database, knowledgeOf(services), nowMs);
  const item = findAttention(facts).find((each) => each.key === key);
  return item?.members.map(({ id, isMain }) => ({ agentId: id, isMain })) ?? [];
}

function knowledgeOf({ database, watch, mirror, backups }: Services): HostKnowledge {
  return {
    connectionOf: (gatewayId) => watch.view(gatewayId),
    backupProblem: backups.problem?.message ?? null,
    // A run may have pushed the rest.
    pushProblems: countUnpushed(database) > 0 ? mirror.pushProblems.map(({ message }) => message) : [],
  };
}

/** The same from the records alone: nothing is known of connections, and dismissals are only read. */
export function listRecordedAttention(database: Database, nowMs = Date.now()): AttentionList {
  const read = readAttentionFacts(database, recordsOnly, nowMs);
  return listOf(read, { since: null, dismissals: readAttentionDismissals(database), runningOn: () => null });
}

type Around = {
  since: string | null;
  dismissals: AttentionDismissals;
  runningOn: (gatewayId: string) => string | null;
};

function listOf({ facts, pausedBoards }: ReadFacts, { since, dismissals, runningOn }: Around): AttentionList {
  const items = findAttention(facts).map(({ members: _, ...item }): ShownAttention => {
    const dismissal = dismissals[item.key];
    return {
      ...item,
      dismissedAt: dismissal?.fingerprint === item.fingerprint ? dismissal.at : null,
      runningRunId: item.gateway ? runningOn(item.gateway.id) : null,
    };
  });
  return { items, watch: { since, pausedBoards, ...watchOf(facts) } };
}

function watchOf({ gateways, agents, mirror }: AttentionFacts): Pick<AttentionWatch, "gateways" | "mirror"> {
  const members = Map.groupBy(agents, ({ gatewayId }) => gatewayId);
  return {
    gateways: gateways.map((gateway): WatchedGateway => {
      const { id, name, checkEveryMinutes } = gateway;
      const own = members.get(id) ?? [];
      const isConnectionKnown = isKnown(gateway);
      return { id, name, agents: own.length, checkEveryMinutes, checkedAt: oldestOf(own), isConnectionKnown };
    }),
    mirror: mirror && { pollSeconds: mirror.pollSeconds, pulledAt: mirror.pulledAt },
  };
}

function oldestOf(agents: AgentFacts[]): string | null {
  const times = agents.flatMap(({ syncCheckedAt, heartbeat }) => [syncCheckedAt, heartbeat?.readAt ?? null]);
  if (times.includes(null)) return null;
  return times.reduce((oldest, at) => (oldest === null || (at !== null && at < oldest) ? at : oldest), null);
}

function isKnown({ connection: { state } }: GatewayFacts): boolean {
  return state !== "unknown" && state !== "connecting";
}

/** Those of items that are gone or have changed. While a connection is not known, what is said of it stays. */
function outdatedDismissals(
  dismissals: AttentionDismissals,
  items: readonly ShownAttention[],
  gateways: readonly GatewayFacts[],
): string[] {
  const kept = new Set([
    ...items.filter(({ dismissedAt }) => dismissedAt !== null).map(({ key }) => key),
    ...gateways
      .filter((gateway) => !isKnown(gateway))
      .flatMap(({ id }) => connectionCauses.map((cause) => keyOf(cause, id))),
  ]);
  return Object.keys(dismissals).filter((key) => !kept.has(key));
}
