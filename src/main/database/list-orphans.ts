import { isSameEndpoint } from "../../shared/addresses.ts";
import { agentKey, mainSessionKey } from "../../shared/identity.ts";
import type { GatewayOrphans, Orphan, OrphanAdoption, RosterMember } from "../../shared/orphans.ts";
import type { Agent, Board, Gateway } from "../../shared/records.ts";
import { type AgentIdentity, listAgentIdentities, listAgents } from "./agents.ts";
import { listBoards } from "./boards.ts";
import { readGatewayRoster } from "./gateway-rosters.ts";
import { listGateways, readGateway } from "./gateways.ts";
import { findLastProvisioning } from "./last-provisioning.ts";
import { readFormerGateway } from "./move-agents-with-boards.ts";
import type { Database } from "./open-database.ts";

/**
 * The agents on a gateway, as its roster was last read, whose ids only Flight Deck or Mission Control makes and that no record of
 * this gateway claims. Makes no call.
 * @throws FlightDeckError not-found
 */
export function listOrphans(db: Database, gatewayId: string): GatewayOrphans {
  const gateway = readGateway(db, gatewayId);
  const roster = readGatewayRoster(db, gatewayId);
  if (!roster) return { readAt: null, orphans: [] };
  const same = sameGateways(db, gateway);
  const claimed = claimedKeys(db, gateway);
  const unclaimed = roster.members.filter(({ key }) => !claimed.has(key.toLowerCase()));
  if (unclaimed.length === 0) return { readAt: roster.readAt, orphans: [] };
  const keys = new Set(roster.members.map(({ key }) => key.toLowerCase()));
  const here = new Set(same.map(({ id }) => id));
  const agents = listAgents(db);
  const facts: Facts = {
    db,
    gateway,
    here,
    agents: new Map(agents.map((agent) => [agent.id, agent])),
    boards: new Map(listBoards(db).map((board) => [board.id, board])),
    // A sync looks for such agents under their former ids.
    unplaced: agents.filter((agent) => here.has(agent.gatewayId) && !keys.has(agentKey(agent).toLowerCase())),
  };
  return { readAt: roster.readAt, orphans: unclaimed.map((member) => describe(facts, member)) };
}

/** All records of a gateway: two may have the same address. */
function sameGateways(db: Database, gateway: Pick<Gateway, "id" | "url">): Gateway[] {
  return listGateways(db).filter(({ id, url }) => id === gateway.id || isSameEndpoint(url, gateway.url));
}

/** The records of a gateway's agents, also those under another record of the same address. */
export function listClaimants(db: Database, gateway: Pick<Gateway, "id" | "url">): AgentIdentity[] {
  return sameGateways(db, gateway).flatMap(({ id }) => listAgentIdentities(db, id));
}

/** The ids of the agents on a gateway that records of it claim, in lower case. */
export function claimedKeys(db: Database, gateway: Pick<Gateway, "id" | "url">): Set<string> {
  return new Set(listClaimants(db, gateway).map((agent) => agentKey(agent).toLowerCase()));
}

type Facts = {
  db: Database;
  gateway: Gateway;
  /** The ids of all records of this gateway: two may have the same address. */
  here: Set<string>;
  agents: Map<string, Agent>;
  boards: Map<string, Board>;
  /** Agents of this gateway whose present id is not in its roster. */
  unplaced: Agent[];
};

function describe(facts: Facts, member: RosterMember): Orphan {
  const [, kind = "", id = ""] = /^(mc-gateway|mc|lead)-(.*)$/i.exec(member.key.toLowerCase()) ?? [];
  if (kind === "mc-gateway")
    return { ...member, isMain: true, isElsewhere: false, whyKept: null, ...ofMain(facts, member.key, id) };
  return {
    ...member,
    isMain: false,
    isElsewhere: false,
    ...(kind === "lead" ? ofLead(facts, id) : ofWorker(facts, id)),
  };
}

type Described = Pick<Orphan, "known" | "adoption" | "whyKept"> & { isElsewhere?: boolean };

function ofMain({ gateway }: Facts, key: string, id: string): Omit<Described, "whyKept"> {
  const isOwn = mainSessionKey(gateway.id) === `agent:${key.toLowerCase()}:main`;
  if (isOwn) return { known: "The main agent of this gateway.", adoption: { kind: "main" } };
  const why = `it is the main agent of another record of a gateway (${id})`;
  return { known: `The main agent of another record of a gateway (${id}).`, adoption: { kind: "none", why } };
}

function ofLead({ boards, gateway, unplaced }: Facts, boardId: string): Described {
  const board = boards.get(boardId);
  const [maybe] = unplaced.filter(({ agentTokenHash }) => agentTokenHash !== null);
  const whyKept = maybe ? mayBe(maybe) : null;
  if (!board) return { known: "The lead of a board without a record.", adoption: { kind: "board" }, whyKept };
  const adoption: OrphanAdoption = board.gatewayId === gateway.id ? { kind: "lead", boardId } : { kind: "board" };
  return { known: `The lead of board "${board.name}", by its id.`, adoption, whyKept };
}

function ofWorker({ db, agents, here, unplaced }: Facts, agentId: string): Described {
  const record = agents.get(agentId);
  if (record) {
    const isElsewhere = !here.has(record.gatewayId);
    const home = isElsewhere ? listGateways(db).find(({ id }) => id === record.gatewayId)?.name : undefined;
    const known = isElsewhere
      ? `The record of "${record.name}" is on gateway "${home ?? record.gatewayId}" now.`
      : `"${record.name}" had this id before; its id is ${agentKey(record)} now.`;
    const isUnmoved = unplaced.includes(record) || here.has(readFormerGateway(db, agentId) ?? "");
    const adoption: OrphanAdoption = { kind: "none", why: "its record exists" };
    return { known, adoption, isElsewhere, whyKept: isUnmoved ? mayBe(record) : null };
  }
  const last = findLastProvisioning(db, agentId);
  const known = last
    ? `Flight Deck last synced it as "${last.agentName}" on ${last.startedAt.slice(0, 10)}; that record was deleted.`
    : "No run of this Flight Deck has synced it.";
  return { known, adoption: { kind: "board" }, whyKept: null };
}

function mayBe({ name }: Agent): string {
  return `It may still hold the files of "${name}", which was moved and has not been synced since`;
}
