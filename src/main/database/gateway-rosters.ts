import type { RosterMember } from "../../shared/orphans.ts";
import { nowTimestamp, type Timestamp } from "../../shared/records.ts";
import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { gatewayRosters } from "./schema/local-tables.ts";
import { gateways } from "./schema/record-tables.ts";

export type GatewayRoster = { members: RosterMember[]; readAt: Timestamp };

/**
 * Stores the agents of a gateway's roster whose ids only Flight Deck or Mission Control makes, as just read. Does nothing for a
 * gateway whose record was deleted meanwhile.
 */
export function saveGatewayRoster(db: Database, gatewayId: string, members: RosterMember[]): void {
  if (!db.orm.select({ id: gateways.id }).from(gateways).where(eq(gateways.id, gatewayId)).get()) return;
  const found = { members, readAt: nowTimestamp() };
  db.orm
    .insert(gatewayRosters)
    .values({ gatewayId, ...found })
    .onConflictDoUpdate({ target: gatewayRosters.gatewayId, set: found })
    .run();
}

/** As last read; null if it never was. */
export function readGatewayRoster(db: Database, gatewayId: string): GatewayRoster | null {
  const row = db.orm.select().from(gatewayRosters).where(eq(gatewayRosters.gatewayId, gatewayId)).get();
  return row ? { members: row.members, readAt: row.readAt } : null;
}

/** Removes an agent that was just deleted on the gateway. */
export function forgetRosterMember(db: Database, gatewayId: string, key: string): void {
  const roster = readGatewayRoster(db, gatewayId);
  if (!roster) return;
  const members = roster.members.filter((member) => member.key.toLowerCase() !== key.toLowerCase());
  db.orm.update(gatewayRosters).set({ members }).where(eq(gatewayRosters.gatewayId, gatewayId)).run();
}
