import { randomUUID } from "node:crypto";
import type { Database } from "../database/database.ts";
import { listGateways } from "../database/gateways.ts";
import { readKnownProblems, saveKnownProblems } from "../database/notifications/known-problems.ts";
import { readKindsTold } from "../database/notifications/notification-kinds.ts";
import { enqueueNotification } from "../database/notifications/notification-outbox.ts";
import { hasSinks } from "../database/notifications/notification-sinks.ts";
import { readAgentFacts, readEndedRuns } from "../database/notifications/present-facts.ts";
import type { KnownProblems } from "../database/schema/notification-tables.ts";
import { type Changes, decideChanges, firstLook } from "./decide-changes.ts";
import { findProblems, type Presence } from "./find-problems.ts";
import { makeNotification } from "./make-notification.ts";

export type Look = {
  database: Database;
  /** The address of the browser host; null if this process is none. */
  ownAddress: string | null;
  /** Whether a gateway can be used, as far as this process knows. */
  presenceOf: (gatewayId: string) => Presence;
  nowMs: number;
};

type Seen = { gateway: { id: string; name: string }; before: KnownProblems | undefined; changes: Changes };

/**
 * Compares every gateway's state with what was told of it, and puts what is to be told into the outbox, in one transaction: however
 * this process ends, nothing is told twice or lost. Does nothing without a sink.
 * @returns how many notifications there are
 */
export function lookForChanges(look: Look): number {
  const { database } = look;
  if (!hasSinks(database)) return 0;
  // Most looks find nothing: they do not lock the database.
  if (!compare(look).some(isNews)) return 0;
  return database.sqlite.transaction(() => store(look, compare(look).filter(isNews))).immediate();
}

function compare({ database, presenceOf, nowMs }: Look): Seen[] {
  const known = readKnownProblems(database);
  const kinds = readKindsTold(database);
  const runs = Map.groupBy(readEndedRuns(database), ({ gatewayId }) => gatewayId);
  const agents = readAgentFacts(database);
  return listGateways(database).map(({ id, name }) => {
    const present = findProblems({
      gatewayId: id,
      runs: runs.get(id) ?? [],
      agents,
      presence: presenceOf(id),
      kinds,
    });
    const before = known.get(id);
    const changes = before
      ? decideChanges(before, present, nowMs)
      : { known: firstLook(present, nowMs), problems: [], resolved: [] };
    return { gateway: { id, name }, before, changes };
  });
}

function isNews({ before, changes }: Seen): boolean {
  return before === undefined || JSON.stringify(before) !== JSON.stringify(changes.known);
}

function store({ database, ownAddress, nowMs }: Look, news: readonly Seen[]): number {
  const at = new Date(nowMs).toISOString();
  let told = 0;
  for (const { gateway, changes } of news) {
    saveKnownProblems(database, gateway.id, changes.known);
    const { problems, resolved } = changes;
    if (problems.length + resolved.length === 0) continue;
    enqueueNotification(
      database,
      makeNotification({ id: randomUUID(), at, gateway, problems, resolved, ownAddress }),
      nowMs,
    );
    told += 1;
  }
  return told;
}
