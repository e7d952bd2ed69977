import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { gatewayTemplates } from "./schema/local-tables.ts";
import { boardTemplates } from "./schema/template-tables.ts";

/** Gateways and boards with a set in `from` have it in `to` from now on. Call within a transaction. */
export function moveTemplateFolder(db: Database, from: string, to: string): void {
  db.orm.update(gatewayTemplates).set({ folder: to }).where(eq(gatewayTemplates.folder, from)).run();
  db.orm.update(boardTemplates).set({ folder: to }).where(eq(boardTemplates.folder, from)).run();
}
