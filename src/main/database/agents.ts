import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type Agent, nowTimestamp, type Timestamp } from "../../shared/records.ts";
import { and, asc, eq, inArray, isNotNull, isNull, or } from "./drizzle.ts";
import { inJsonList, notInJsonList } from "./in-json-list.ts";
import { forgetFormerGateway } from "./move-agents-with-boards.ts";
import type { Database } from "./open-database.ts";
import { forgetOwnedAgent } from "./owned-agents.ts";
import { agentSyncStates } from "./schema/local-tables.ts";
import { agents, boards } from "./schema/record-tables.ts";

const inOrder = [asc(agents.createdAt), asc(agents.id)];

export function listAgents(db: Database): Agent[] {
  return db.orm
    .select()
    .from(agents)
    .orderBy(...inOrder)
    .all();
}

/** Every agent of a gateway: on its boards, the main agent, and those whose board has moved elsewhere. */
export function listAgentsOfGateway(db: Database, gatewayId: string): Agent[] {
  return db.orm
    .select()
    .from(agents)
    .where(eq(agents.gatewayId, gatewayId))
    .orderBy(...inOrder)
    .all();
}

export type AgentIdentity = Pick<Agent, "id" | "name" | "boardId" | "gatewayId" | "isBoardLead" | "openclawSessionId">;

/** What identifies the agents of a gateway and of its boards, oldest first. */
export function listAgentIdentities(db: Database, gatewayId: string): AgentIdentity[] {
  const { id, name, boardId, isBoardLead, openclawSessionId } = agents;
  const ofBoards = db.orm.select({ id: boards.id }).from(boards).where(eq(boards.gatewayId, gatewayId));
  return db.orm
    .select({ id, name, boardId, gatewayId: agents.gatewayId, isBoardLead, openclawSessionId })
    .from(agents)
    .where(or(eq(agents.gatewayId, gatewayId), inArray(boardId, ofBoards)))
    .orderBy(...inOrder)
    .all();
}

/** Agents of a gateway whose board is not among these, its boards: the board has moved to another gateway or to none. */
export function listStrayAgents(db: Database, gatewayId: string, boardIds: readonly string[]): Agent[] {
  return db.orm
    .select()
    .from(agents)
    .where(and(eq(agents.gatewayId, gatewayId), isNotNull(agents.boardId), notInJsonList(agents.boardId, boardIds)))
    .orderBy(...inOrder)
    .all();
}

/** The agents of these boards, oldest first over all boards: the order of a template sync. */
export function listAgentsOfBoards(db: Database, boardIds: readonly string[]): Agent[] {
  return db.orm
    .select()
    .from(agents)
    .where(inJsonList(agents.boardId, boardIds))
    .orderBy(...inOrder)
    .all();
}

/** The gateway's main agent: the one with that gateway and no board (the oldest, if there are several). */
export function findMainAgent(db: Database, gatewayId: string): Agent | undefined {
  return db.orm
    .select()
    .from(agents)
    .where(and(eq(agents.gatewayId, gatewayId), isNull(agents.boardId)))
    .orderBy(...inOrder)
    .limit(1)
    .get();
}

/** The main agents of a gateway besides its first: they cannot be synced. */
export function listSurplusMainAgents(db: Database, gatewayId: string): Agent[] {
  const all = db.orm
    .select()
    .from(agents)
    .where(and(eq(agents.gatewayId, gatewayId), isNull(agents.boardId)))
    .orderBy(...inOrder)
    .all();
  return all.slice(1);
}

/** The board's lead agent (the oldest, if there are several). */
export function findBoardLead(db: Database, boardId: string): Agent | undefined {
  return db.orm
    .select()
    .from(agents)
    .where(and(eq(agents.boardId, boardId), eq(agents.isBoardLead, true)))
    .orderBy(...inOrder)
    .limit(1)
    .get();
}

/** These agents by id; those that do not exist are missing. */
export function readAgentsById(db: Database, ids: readonly string[]): Map<string, Agent> {
  const rows = db.orm.select().from(agents).where(inJsonList(agents.id, ids)).all();
  return new Map(rows.map((row) => [row.id, row]));
}

/** @throws FlightDeckError `not-found`. */
export function readAgent(db: Database, id: string): Agent {
  const agent = db.orm.select().from(agents).where(eq(agents.id, id)).get();
  if (agent) return agent;
  throw gone(id);
}

export function insertAgent(db: Database, agent: Agent): void {
  db.orm.insert(agents).values(agent).run();
}

export type AgentChange = Partial<Omit<Agent, "id" | "createdAt" | "updatedAt">>;

/** Changes the given columns and `updated_at`. @throws FlightDeckError `not-found`. */
export function updateAgent(db: Database, id: string, change: AgentChange): Agent {
  const { changes } = db.orm
    .update(agents)
    .set({ ...change, updatedAt: nowTimestamp() })
    .where(eq(agents.id, id))
    .run();
  if (changes === 0) throw gone(id);
  return readAgent(db, id);
}

/**
 * Records check-ins that are newer than the known ones. They come from Mission Control, so nothing else in the record changes.
 */
export function noteLastSeen(db: Database, seen: ReadonlyMap<string, Timestamp | null>): void {
  const note = db.sqlite.prepare<{ id: string; at: string }>(
    "UPDATE agents SET last_seen_at = :at WHERE id = :id AND coalesce(last_seen_at, '') < :at",
  );
  db.sqlite.transaction(() => {
    for (const [id, at] of seen) if (at !== null) note.run({ id, at });
  })();
}

/**
 * Sets the status "online" for agents that were being provisioned and are now synced, tokens included: a run with a limited
 * scope may leave them otherwise. Agents in `provisionAgent` are not changed: a retry does the rest, such as the wake-up message.
 */
export function markProvisioned(db: Database, ids: readonly string[]): void {
  const synced = db.orm
    .select({ id: agentSyncStates.agentId })
    .from(agentSyncStates)
    .where(eq(agentSyncStates.state, "synced"));
  db.orm
    .update(agents)
    .set({ status: "online", updatedAt: nowTimestamp() })
    .where(
      and(
        inJsonList(agents.id, ids),
        eq(agents.status, "provisioning"),
        isNull(agents.provisionAction),
        isNull(agents.lastProvisionError),
        inArray(agents.id, synced),
      ),
    )
    .run();
}

/** Deletes an agent with what Flight Deck remembers of its files and token; its runs stay in the history. */
export function deleteAgent(db: Database, id: string): void {
  const { changes } = db.orm.delete(agents).where(eq(agents.id, id)).run();
  if (changes === 0) throw gone(id);
  forgetOwnedAgent(db, id);
  forgetFormerGateway(db, id);
}

function gone(id: string): FlightDeckError {
  return new FlightDeckError("not-found", `There is no agent with the id ${id}.`, hintsOf("not-found").agent);
}
