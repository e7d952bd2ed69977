import type { Database } from "../database.ts";
import { type KnownProblems, notifiedGateways } from "../schema/notification-tables.ts";

/** What is known of each gateway, by its id. */
export function readKnownProblems(db: Database): Map<string, KnownProblems> {
  const rows = db.orm.select().from(notifiedGateways).all();
  return new Map(rows.map(({ gatewayId, problems }) => [gatewayId, problems]));
}

export function saveKnownProblems(db: Database, gatewayId: string, problems: KnownProblems): void {
  db.orm
    .insert(notifiedGateways)
    .values({ gatewayId, problems })
    .onConflictDoUpdate({ target: notifiedGateways.gatewayId, set: { problems } })
    .run();
}

/** From now on every gateway is looked at for the first time. */
export function forgetKnownProblems(db: Database): void {
  db.orm.delete(notifiedGateways).run();
}
