import { randomUUID } from "node:crypto";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { nowTimestamp, type User } from "../../shared/records.ts";
import { forgetSyncStates } from "../database/agent-sync-states.ts";
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

/* Organizations and the people in them: whom agents work for. */

export type PersonFields = Omit<User, "id">;

/** @throws FlightDeckError bad-input where Mission Control's database is the source */
export function createOrganization(database: Database, name: string): string {
  return change(database, () => insertOrganization(database, { id: randomUUID(), name }).id);
}

/** @throws FlightDeckError not-found, bad-input */
export function changeOrganization(database: Database, id: string, name: string): void {
  change(database, () => renameOrganization(database, id, name));
}

/**
 * Deletes an organization with its people, if no gateway or board belongs to it.
 * @throws FlightDeckError not-found, bad-input
 */
export function deleteOrganizationWithConsent(
  database: Database,
  { id, confirmName: typed }: { id: string; confirmName: string },
): void {
  const { name } = readOrganization(database, id);
  confirmName("organization", name, typed);
  const isDeleted = change(database, () => deleteOrganization(database, id));
  if (isDeleted) return;
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
  database: Database,
  { organizationId, person, isOwner = false }: { organizationId: string; person: PersonFields; isOwner?: boolean },
): string {
  readOrganization(database, organizationId);
  const id = randomUUID();
  return change(database, () => {
    savePerson(database, checked({ ...person, id }));
    const isFirst = membersOf(database, organizationId).length === 0;
    saveMember(database, { id: randomUUID(), organizationId, userId: id, role: "member", createdAt: nowTimestamp() });
    if (isOwner || isFirst) giveOwnership(database, organizationId, id);
    return id;
  });
}

/** Changes the given fields of a person. @throws FlightDeckError not-found, bad-input */
export function changePerson(database: Database, id: string, fields: Partial<PersonFields>): void {
  change(database, () => savePerson(database, checked({ ...readPerson(database, id), ...fields, id })));
}

/** Makes a member the owner; a former owner becomes a member. @throws FlightDeckError not-found, bad-input */
export function makeOwner(database: Database, organizationId: string, userId: string): void {
  change(database, () => giveOwnership(database, organizationId, userId));
}

/** Removes a person from an organization. @throws FlightDeckError bad-input */
export function removePerson(database: Database, organizationId: string, userId: string): void {
  change(database, () => removeMember(database, organizationId, userId));
}

function giveOwnership(database: Database, organizationId: string, userId: string): void {
  const members = membersOf(database, organizationId);
  const person = readPerson(database, userId);
  if (!members.some((member) => member.userId === userId)) {
    throw new FlightDeckError(
      "bad-input",
      `${person.name ?? person.email ?? userId} is not a member of this organization.`,
      hintsOf("bad-input").correct,
    );
  }
  for (const member of members) {
    if (member.userId === userId) saveMember(database, { ...member, role: "owner" });
    else if (member.role === "owner") saveMember(database, { ...member, role: "member" });
  }
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
function change<T>(database: Database, work: () => T): T {
  if (hasMirrorSource(database)) {
    throw new FlightDeckError(
      "bad-input",
      "Organizations and people come from Mission Control's database, which is the source.",
      hintsOf("bad-input").changeInMissionControl,
    );
  }
  const write = database.sqlite.transaction(() => {
    const owners = readOwners(database);
    const result = work();
    const ids = findChangedAgents(database, [], owners);
    if (ids.length > 0) forgetSyncStates(database, { ids });
    return result;
  });
  return write.immediate();
}
