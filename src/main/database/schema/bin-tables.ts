import type { BinKind, OnGateway } from "../../../shared/bin.ts";
import type { BinContent } from "../bin/bin-content.ts";
import { index, integer, sqliteTable, text } from "../drizzle.ts";

/** Deleted records with everything that was deleted with them, until they are brought back or 30 days have passed. */
export const bin = sqliteTable(
  "bin",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<BinKind>().notNull(),
    recordId: text("record_id").notNull(),
    name: text("name").notNull(),
    place: text("place"),
    agents: integer("agents").notNull(),
    people: integer("people").notNull(),
    onGateway: text("on_gateway").$type<OnGateway>().notNull(),
    /** Without sealed values. */
    content: text("content", { mode: "json" }).$type<BinContent>().notNull(),
    deletedAt: text("deleted_at").notNull(),
  },
  (entry) => [index("bin_by_time").on(entry.deletedAt)],
);

/** The sealed values of the records in the bin. */
export const binSecrets = sqliteTable(
  "bin_secrets",
  {
    /** Entry, table and what the value is sealed for there, with blanks between them. */
    id: text("id").primaryKey(),
    binId: text("bin_id")
      .notNull()
      .references(() => bin.id, { onDelete: "cascade" }),
    sealed: text("sealed").notNull(),
  },
  (secret) => [index("bin_secrets_by_entry").on(secret.binId)],
);
