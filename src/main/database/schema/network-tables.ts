import { integer, sqliteTable, text } from "../drizzle.ts";

/** The proxy that an operator chose; at most one row, with the id 1. Without it, the proxy of the environment or system counts. */
export const networkProxy = sqliteTable("network_proxy", {
  id: integer("id").primaryKey(),
  /** The address, which may hold a password, sealed by the vault for `proxyContext`; empty for no proxy. */
  sealedUrl: text("sealed_url").notNull(),
  /** Host and port: all that is ever shown of the address. */
  shown: text("shown").notNull(),
  hasCredentials: integer("has_credentials", { mode: "boolean" }).notNull(),
});
