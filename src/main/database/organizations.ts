import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { nowTimestamp, type Organization, organizationSchema } from "../../shared/records.ts";
import { asc, eq, notInArray } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { boards, gateways, organizationMembers, organizations, users } from "./schema/record-tables.ts";

/** The oldest organization, except the one of this gateway. */
export function findFirstOrganization(db: Database, exceptOfGatewayId: string | null): Organization | undefined {
  const excepted = db.orm
    .select({ id: gateways.organizationId })
    .from(gateways)
    .where(eq(gateways.id, exceptOfGatewayId ?? ""));
  return db.orm
    .select()
    .from(organizations)
    .where(notInArray(organizations.id, excepted))
    .orderBy(asc(organizations.createdAt), asc(organizations.id))
    .limit(1)
    .get();
}

export function listOrganizations(db: Database): Organization[] {
  return db.orm.select().from(organizations).orderBy(asc(organizations.createdAt), asc(organizations.id)).all();
}

export function insertOrganization(db: Database, organization: { id: string; name: string }): Organization {
  return db.orm.insert(organizations).values(organizationSchema.parse(organization)).returning().get();
}

/** @throws FlightDeckError not-found */
export function readOrganization(db: Database, id: string): Organization {
  const organization = db.orm.select().from(organizations).where(eq(organizations.id, id)).get();
  if (organization) return organization;
  const hint = hintsOf("not-found").organization;
  throw new FlightDeckError("not-found", `There is no organization with the id ${id}.`, hint);
}

/** @throws FlightDeckError not-found */
export function renameOrganization(db: Database, id: string, name: string): void {
  readOrganization(db, id);
  db.orm.update(organizations).set({ name, updatedAt: nowTimestamp() }).where(eq(organizations.id, id)).run();
}

/** Deletes an organization with its people if nothing belongs to it any more. @returns whether it was deleted */
export function deleteOrganization(db: Database, id: string): boolean {
  const remove = db.sqlite.transaction(() => {
    if (db.orm.select({ id: gateways.id }).from(gateways).where(eq(gateways.organizationId, id)).get()) return false;
    if (db.orm.select({ id: boards.id }).from(boards).where(eq(boards.organizationId, id)).get()) return false;
    const members = db.orm
      .delete(organizationMembers)
      .where(eq(organizationMembers.organizationId, id))
      .returning()
      .all();
    for (const { userId } of members) {
      const elsewhere = db.orm.select().from(organizationMembers).where(eq(organizationMembers.userId, userId)).get();
      if (!elsewhere) db.orm.delete(users).where(eq(users.id, userId)).run();
    }
    db.orm.delete(organizations).where(eq(organizations.id, id)).run();
    return true;
  });
  return remove();
}
