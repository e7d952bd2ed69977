import { randomUUID } from "node:crypto";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { nowTimestamp, type OrganizationMember, type User } from "../../shared/records.ts";
import { deleteBinEntry, moveToBin } from "../database/bin/bin-entries.ts";
import { findChangedAgents, readOwners } from "../database/fleet/changed-agents.ts";
import { hasMirrorSource } from "../database/mirror/mirror-source.ts";
import type { Database } from "../database/open-database.ts";
import {
  deleteOrganization,
  insertOrganization,
  readOrganization,
  renameOrganization,
} from "../database/organizations.ts";
import { listMembers, readPerson, removeMember, saveMember, savePerson } from "../database/people.ts";
import { confirmName } from "./confirm-name.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

/* Organizations and the people in them: whom agents work for. */

export type PersonFields = Omit<User, "id">;

/** @throws FlightDeckError bad-input where Mission Control's database is the source */
export function createOrganization(services: RecordsServices, name: string): string {
  const { database } = services;
  return change(services, () => insertOrganization(database, { id: randomUUID(), name: checkedName(name) }).id);
}

/** @throws FlightDeckError not-found, bad-input */
export function changeOrganization(services: RecordsServices, id: string, name: string): void {
  const { database } = services;
  change(services, () => renameOrganization(database, id, checkedName(name)));
}

/**
 * Deletes an organization with its people, if no gateway or board belongs to it.
 * @returns its entry in the bin
 * @throws FlightDeckError not-found, bad-input
 */
export function deleteOrganizationWithConsent(
  services: RecordsServices,
  { id, confirmName: typed }: { id: string; confirmName: string },
): string {
  const { database } = services;
  const { name } = readOrganization(database, id);
  confirmName("organization", name, typed);
  const members = membersOf(database, id);
  const roots = [
    { table: "organizations", ids: [id] },
    { table: "users", ids: onlyMembersOf(database, id, members) },
    { table: "organization_members", ids: members.map((member) => member.id) },
  ];
  const binId = change(services, () => {
    const moved = moveToBin(database, { kind: "organization", recordId: id, name, place: null, roots });
    if (deleteOrganization(database, id)) return moved;
    deleteBinEntry(database, moved);
    return null;
  });
  if (binId !== null) return binId;
  throw new FlightDeckError(
    "bad-input",
    `Organization "${name}" still has gateways or boards.`,
    hintsOf("bad-input").organizationInUse,
  );
}

/**
 * Adds a person to an organization; the first one is its owner.
 * @throws FlightDeckError not-found, bad-input
 */
export function addPerson(
  services: RecordsServices,
  { organizationId, person, isOwner = false }: { organizationId: string; person: PersonFields; isOwner?: boolean },
): string {
  const { database } = services;
  readOrganization(database, organizationId);
  const id = randomUUID();
  return change(services, () => {
    savePerson(database, checked({ ...person, id }));
    const isFirst = membersOf(database, organizationId).length === 0;
    saveMember(database, { id: randomUUID(), organizationId, userId: id, role: "member", createdAt: nowTimestamp() });
    if (isOwner || isFirst) giveOwnership(database, organizationId, id);
    return id;
  });
}

/**
 * Changes the given fields of a person and, if asked, makes them the owner of an organization: both or neither.
 * @throws FlightDeckError not-found; bad-input, also when the person is not a member of that organization
 */
export function changePerson(
  services: RecordsServices,
  id: string,
  fields: Partial<PersonFields>,
  { ownerOf = null }: { ownerOf?: string | null } = {},
): void {
  const { database } = services;
  change(services, () => {
    if (ownerOf !== null) giveOwnership(database, ownerOf, id);
    savePerson(database, checked({ ...readPerson(database, id), ...fields, id }));
  });
}

/** Makes a member the owner; a former owner becomes a member. @throws FlightDeckError not-found, bad-input */
export function makeOwner(services: RecordsServices, organizationId: string, userId: string): void {
  const { database } = services;
  change(services, () => giveOwnership(database, organizationId, userId));
}

/** Removes a person from an organization. @returns the entry in the bin @throws FlightDeckError bad-input */
export function removePerson(services: RecordsServices, organizationId: string, userId: string): string {
  const { database } = services;
  return change(services, () => {
    requireMember(database, organizationId, userId);
    const members = membersOf(database, organizationId).filter((member) => member.userId === userId);
    const { name, email } = readPerson(database, userId);
    const binId = moveToBin(database, {
      kind: "person",
      recordId: userId,
      name: name ?? email ?? userId,
      place: `organization "${readOrganization(database, organizationId).name}"`,
      roots: [
        { table: "users", ids: onlyMembersOf(database, organizationId, members) },
        { table: "organization_members", ids: members.map(({ id }) => id) },
      ],
    });
    removeMember(database, organizationId, userId);
    return binId;
  });
}

/** The people who are in no other organization; they are deleted with their membership. */
function onlyMembersOf(database: Database, organizationId: string, members: OrganizationMember[]): string[] {
  const elsewhere = new Set(
    listMembers(database).flatMap((member) => (member.organizationId === organizationId ? [] : [member.userId])),
  );
  return members.flatMap(({ userId }) => (elsewhere.has(userId) ? [] : [userId]));
}

function giveOwnership(database: Database, organizationId: string, userId: string): void {
  requireMember(database, organizationId, userId);
  for (const member of membersOf(database, organizationId)) {
    if (member.userId === userId) saveMember(database, { ...member, role: "owner" });
    else if (member.role === "owner") saveMember(database, { ...member, role: "member" });
  }
}

function requireMember(database: Database, organizationId: string, userId: string): void {
  const person = readPerson(database, userId);
  if (membersOf(database, organizationId).some((member) => member.userId === userId)) return;
  throw new FlightDeckError(
    "bad-input",
    `${person.name ?? person.email ?? userId} is not a member of "${readOrganization(database, organizationId).name}".`,
    hintsOf("bad-input").correct,
  );
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== "") return trimmed;
  throw new FlightDeckError("bad-input", "An organization needs a name.", hintsOf("bad-input").correct);
}

function membersOf(database: Database, organizationId: string) {
  return listMembers(database).filter((member) => member.organizationId === organizationId);
}

function checked(person: User): User {
  const trimmed = Object.entries(person).map(([key, value]) => [key, value?.trim() || null]);
  const { id } = person;
  const fields = { ...(Object.fromEntries(trimmed) as User), id };
  if (fields.name !== null || fields.email !== null) return fields;
  throw new FlightDeckError("bad-input", "A person needs a name or an e-mail address.", hintsOf("bad-input").correct);
}

/** Agents whose files describe another owner than before are no longer known to be synced. */
function change<T>(services: RecordsServices, work: () => T): T {
  const { database } = services;
  if (hasMirrorSource(database)) {
    throw new FlightDeckError(
      "bad-input",
      "Organizations and people come from Mission Control's database, which is the source.",
      hintsOf("bad-input").changeInMissionControl,
    );
  }
  const forget: { agentIds: string[] } = { agentIds: [] };
  return saveRecords(services, { tell: ["organizations", "agents", "boards", "gateways", "bin"], forget }, () => {
    const owners = readOwners(database);
    const result = work();
    forget.agentIds = findChangedAgents(database, [], owners);
    return result;
  });
}
