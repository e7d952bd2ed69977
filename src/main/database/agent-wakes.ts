import { randomUUID } from "node:crypto";
import { nowTimestamp } from "../../shared/records.ts";
import { and, eq, sql } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { agentWakes, type WakeAct } from "./schema/local-tables.ts";
import { agents } from "./schema/record-tables.ts";

export type AgentWake = typeof agentWakes.$inferSelect;

/**
 * A request within this time counts as a repetition of the same wake, if it is not known whether its message arrived. Gateways
 * remember idempotency keys for about as long.
 */
const sameWakeMs = 10 * 60_000;

export type WakeToBegin = {
  agentId: string;
  act: WakeAct;
  /** The idempotency key of the run that this one takes up: its message is the same one, however long ago that was. */
  sentAs?: string | null;
};

/**
 * The wake-up message that an action sends to an agent: the recorded one if the action is not complete, otherwise a new one,
 * which is recorded. Must be on disk before the message is sent.
 */
export function beginWake(db: Database, { agentId, act, sentAs = null }: WakeToBegin): AgentWake {
  const recorded = db.orm.select().from(agentWakes).where(eq(agentWakes.agentId, agentId)).get();
  if (recorded && (recorded.idempotencyKey === sentAs || isUnfinished(recorded, act))) return recorded;
  const startedAt = nowTimestamp();
  const wake = { agentId, act, idempotencyKey: `flight-deck-wake-${randomUUID()}`, startedAt, acceptedAt: null };
  db.orm.insert(agentWakes).values(wake).onConflictDoUpdate({ target: agentWakes.agentId, set: wake }).run();
  return wake;
}

function isUnfinished(wake: AgentWake, act: WakeAct): boolean {
  if (wake.act !== act) return false;
  if (act === "provision") return true;
  return wake.acceptedAt === null && !isOld(wake);
}

/** Gateways would take its message for another one by now. */
export function isOld({ startedAt }: AgentWake): boolean {
  return Date.now() - Date.parse(startedAt) >= sameWakeMs;
}

/** The gateway took the message: the agent's record says when it was woken, and how often since it last checked in. */
export function noteWakeAccepted(db: Database, { agentId, idempotencyKey }: AgentWake): void {
  const acceptedAt = nowTimestamp();
  const isThisWake = and(eq(agentWakes.agentId, agentId), eq(agentWakes.idempotencyKey, idempotencyKey));
  db.sqlite.transaction(() => {
    db.orm.update(agentWakes).set({ acceptedAt }).where(isThisWake).run();
    db.orm
      .update(agents)
      .set({
        lastWakeSentAt: acceptedAt,
        wakeAttempts: sql`coalesce(${agents.wakeAttempts}, 0) + 1`,
        updatedAt: acceptedAt,
      })
      .where(eq(agents.id, agentId))
      .run();
  })();
}

/** The action is complete, or the gateway refused its message: the next one gets a key of its own. */
export function forgetWake(db: Database, agentId: string): void {
  db.orm.delete(agentWakes).where(eq(agentWakes.agentId, agentId)).run();
}
