import { type AdoptableAgent, defaultModeOf } from "../../shared/adoption.ts";
import { comparable } from "../../shared/find-clashes.ts";
import { keyInSessionKey } from "../../shared/identity.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import { listNames } from "../../shared/list-names.ts";
import type { Orphan } from "../../shared/orphans.ts";
import { type Gateway, type JsonObject, nowTimestamp } from "../../shared/records.ts";
import { saveGatewayRoster } from "../database/gateway-rosters.ts";
import { claimedKeys, listOrphans } from "../database/list-orphans.ts";
import type { Database } from "../database/open-database.ts";
import { at } from "../gateway/dialect.ts";
import { listOwnAgents } from "../gateway/list-own-agents.ts";
import type { GatewaySession } from "../gateway/session.ts";
import { bootstrapName, mayBeSeed } from "../provisioning/model/openclaw-seeds.ts";
import { sideBySide } from "../provisioning/model/side-by-side.ts";
import { tokenFileName } from "../provisioning/observe/observe-agent.ts";
import { isDefaultAgent, listAllPlaces, type Places } from "../provisioning/observe/read-places.ts";
import { managerIn } from "../provisioning/tokens/manager-mark.ts";
import { hideSecrets } from "../vault/known-secrets.ts";
import { type LookedAt, lookAtFiles } from "./look-at-files.ts";

/** An agent that no record knows, with what its adoption needs. */
export type FoundAgent = { adoptable: AdoptableAgent; entry: JsonObject | undefined; looked: LookedAt };
export type FoundAgents = { readAt: string; agents: FoundAgent[]; places: Places };

/**
 * Reads the agents on a gateway that no record knows, with all their files.
 * @throws as `GatewayConnection.call`
 */
export async function findAdoptable(
  database: Database,
  gateway: Gateway,
  session: GatewaySession,
  signal: AbortSignal,
): Promise<FoundAgents> {
  const readAt = nowTimestamp();
  saveGatewayRoster(database, gateway.id, listOwnAgents(session));
  const orphans = new Map(
    listOrphans(database, gateway.id).orphans.map((orphan) => [orphan.key.toLowerCase(), orphan]),
  );
  const claimed = claimedKeys(database, gateway);
  const places = await listAllPlaces(gateway, session, signal);
  const members = membersOf(places);
  const strangers = members.filter(({ key }) => !claimed.has(key.toLowerCase()));
  const looks = await sideBySide(strangers, ({ key }) => lookAtFiles(session, key, signal));
  const seen = new Map(strangers.map(({ key }, index) => [key, looks[index]]));
  const housed = members.map((member) => ({
    ...member,
    workspace: seen.get(member.key)?.workspace ?? member.workspace,
  }));
  const byWorkspace = Map.groupBy(housed, ({ workspace }) => (workspace === null ? null : comparable(workspace)));
  const agents = housed.flatMap((member): FoundAgent[] => {
    const looked = seen.get(member.key);
    if (!looked) return [];
    const orphan = orphans.get(member.key.toLowerCase());
    const beside = member.workspace === null ? [] : (byWorkspace.get(comparable(member.workspace)) ?? []);
    const sharedWith = beside.filter(({ key }) => key !== member.key).map(({ key }) => key);
    const facts = { places, session, member, looked, orphan, sharedWith };
    return [{ adoptable: describe(facts), entry: member.entry, looked }];
  });
  agents.sort((one, other) => one.adoptable.key.localeCompare(other.adoptable.key));
  return { readAt, agents, places };
}

type Member = { key: string; entry: JsonObject | undefined; workspace: string | null };

/** Every agent in the roster, and those that only the running gateway knows. */
function membersOf({ roster, running }: Places): Member[] {
  const ids = new Set([...roster.keys(), ...(running?.workspaces.keys() ?? [])]);
  return [...ids].map((id) => {
    const { key, entry } = roster.get(id) ?? { key: id, entry: undefined };
    const own = entry?.workspace;
    const workspace = typeof own === "string" && own.trim() !== "" ? own : (running?.workspaces.get(id) ?? null);
    return { key, entry, workspace };
  });
}

type Facts = {
  places: Places;
  session: GatewaySession;
  member: Member;
  looked: LookedAt;
  /** What is known of it by its id, if that is of Flight Deck's own forms. */
  orphan: Orphan | undefined;
  sharedWith: string[];
};

function describe(facts: Facts): AdoptableAgent {
  const { member, looked, orphan } = facts;
  const { key, entry, workspace } = member;
  const name = typeof entry?.name === "string" && entry.name.trim() !== "" ? hideSecrets(entry.name) : key;
  return {
    key,
    name,
    workspace,
    files: looked.files,
    heartbeat: heartbeatWords(entry),
    madeBy: whoMade(facts),
    place: orphan?.adoption ?? { kind: "board" },
    mode: defaultModeOf(key),
    whyNot: whyNot(facts),
  };
}

function heartbeatWords(entry: JsonObject | undefined): string {
  const heartbeat = entry?.heartbeat;
  if (!isJsonObject(heartbeat)) return "as the gateway's defaults have it";
  const { every } = heartbeat;
  return typeof every === "string" ? `every ${every}` : "its own, without an interval";
}

function whoMade({ places, session, member: { key }, looked, orphan }: Facts): string {
  const manager = managerIn(looked.texts.get(tokenFileName(session.dialect)) ?? "");
  if (orphan) return orphan.known;
  if (manager) return `Its files were written by ${manager}.`;
  if (isDefaultAgent(places, key)) return "OpenClaw's own default agent.";
  const bootstrap = looked.texts.get(bootstrapName);
  const isUnstarted = bootstrap !== undefined && mayBeSeed(bootstrapName, Buffer.byteLength(bootstrap));
  if (isUnstarted) return "Made with OpenClaw; it never had its first chat.";
  return "Made by hand or by another program.";
}

const usableId = /^[a-z0-9][a-z0-9_-]{0,63}$/i;

function whyNot({ places, session, member: { key }, looked, orphan, sharedWith }: Facts): string | null {
  const system = at(session.config.config, "agents", "defaults", "systemAgent", "agentId");
  if (typeof system === "string" && system.toLowerCase() === key.toLowerCase()) {
    return "OpenClaw uses it as its system agent";
  }
  if (isDefaultAgent(places, key)) return "it is the gateway's default agent";
  if (orphan?.adoption.kind === "none") return orphan.adoption.why;
  if (!usableId.test(key) || keyInSessionKey(`agent:${key}:main`) !== key) {
    return "its id is too long or has characters that no session key can have";
  }
  if (sharedWith.length > 0) return `it shares its workspace with ${listNames(sharedWith)}`;
  const { linked } = looked;
  if (linked.length > 0)
    return `${listNames(linked)} ${linked.length === 1 ? "is a link" : "are links"} to other files`;
  return null;
}
