import { type Organization, organizationSchema } from "../../shared/records.ts";
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

/** Deletes an organization with its members if nothing belongs to it any more. */
export function deleteEmptyOrganization(db: Database, id: string): void {
  db.sqlite.transaction(() => {
    if (db.orm.select({ id: gateways.id }).from(gateways).where(eq(gateways.organizationId, id)).get()) return;
    if (db.orm.select({ id: boards.id }).from(boards).where(eq(boards.organizationId, id)).get()) return;
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
  })();
}
