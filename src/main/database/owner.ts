import type { User } from "../../shared/records.ts";
import { and, asc, eq, getTableColumns } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { organizationMembers, users } from "./schema/record-tables.ts";

/** The organization's owner: the oldest member with the role `owner` (docs/behaviour.md, Records). */
export function findOwner(db: Database, organizationId: string): User | undefined {
  return db.orm
    .select(getTableColumns(users))
    .from(organizationMembers)
    .innerJoin(users, eq(users.id, organizationMembers.userId))
    .where(and(eq(organizationMembers.organizationId, organizationId), eq(organizationMembers.role, "owner")))
    .orderBy(asc(organizationMembers.createdAt), asc(organizationMembers.id))
    .limit(1)
    .get();
}

export function findUser(db: Database, id: string): User | undefined {
  return db.orm.select().from(users).where(eq(users.id, id)).get();
}
