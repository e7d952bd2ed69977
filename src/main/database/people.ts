import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { OrganizationMember, User } from "../../shared/records.ts";
import { and, asc, eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { organizationMembers, users } from "./schema/record-tables.ts";

/** People, and the organizations that they are members of. */

export function listPeople(db: Database): User[] {
  return db.orm.select().from(users).orderBy(asc(users.name), asc(users.email), asc(users.id)).all();
}

/** @throws FlightDeckError not-found */
export function readPerson(db: Database, id: string): User {
  const person = db.orm.select().from(users).where(eq(users.id, id)).get();
  if (person) return person;
  throw new FlightDeckError("not-found", `There is no person with the id ${id}.`, hintsOf("not-found").person);
}

export function savePerson(db: Database, person: User): void {
  db.orm.insert(users).values(person).onConflictDoUpdate({ target: users.id, set: person }).run();
}

/** Oldest first, as the owner is found. */
export function listMembers(db: Database): OrganizationMember[] {
  return db.orm
    .select()
    .from(organizationMembers)
    .orderBy(asc(organizationMembers.createdAt), asc(organizationMembers.id))
    .all();
}

export function saveMember(db: Database, member: OrganizationMember): void {
  db.orm
    .insert(organizationMembers)
    .values(member)
    .onConflictDoUpdate({ target: organizationMembers.id, set: { role: member.role } })
    .run();
}

/** A person who is in no organization any more is deleted. */
export function removeMember(db: Database, organizationId: string, userId: string): void {
  const { userId: ofUser, organizationId: ofOrganization } = organizationMembers;
  db.sqlite.transaction(() => {
    db.orm
      .delete(organizationMembers)
      .where(and(eq(ofUser, userId), eq(ofOrganization, organizationId)))
      .run();
    const elsewhere = db.orm.select().from(organizationMembers).where(eq(ofUser, userId)).get();
    if (!elsewhere) db.orm.delete(users).where(eq(users.id, userId)).run();
  })();
}
