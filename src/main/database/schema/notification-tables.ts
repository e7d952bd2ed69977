import type { GatewayNotification, NotifiedProblem, SinkForm } from "../../../shared/notifications.ts";
import { index, integer, sqliteTable, text } from "../drizzle.ts";
import { gateways } from "./record-tables.ts";

/** Where notifications go. */
export const notificationSinks = sqliteTable("notification_sinks", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  form: text("form").$type<SinkForm>().notNull(),
  /** Scheme, host and port of the address: all that is ever shown of it. */
  host: text("host").notNull(),
  /** The address, sealed by the vault for `sinkUrlContext(id)`; empty for the desktop, and after the key was lost. */
  sealedUrl: text("sealed_url").notNull(),
  createdAt: text("created_at").notNull(),
  lastDeliveredAt: text("last_delivered_at"),
  failingSince: text("failing_since"),
  /** Why the last try failed, in our own words. */
  problem: text("problem"),
  /** How many notifications were given up since the last one that was delivered. */
  dropped: integer("dropped").notNull().default(0),
});

/** A problem of a gateway, and how far its notification is. */
export type KnownProblem = {
  problem: NotifiedProblem;
  /** `new`: it has not lasted long enough. `told`: its end is told as well. `untold`: neither is told. */
  state: "new" | "told" | "untold";
  sinceMs: number;
  /** Since when it is no longer there; null while it is. */
  goneSinceMs: number | null;
};

/** By what tells problems of one gateway apart. */
export type KnownProblems = { [key: string]: KnownProblem };

/** What was told of each gateway. A gateway without a row is looked at for the first time: what it has then is not told. */
export const notifiedGateways = sqliteTable("notified_gateways", {
  gatewayId: text("gateway_id")
    .primaryKey()
    .references(() => gateways.id, { onDelete: "cascade" }),
  problems: text("problems", { mode: "json" }).$type<KnownProblems>().notNull(),
});

/** What is to be delivered, in the order in which it is. Rows are deleted when they were taken or given up. */
export const notificationOutbox = sqliteTable(
  "notification_outbox",
  {
    seq: integer("seq").primaryKey({ autoIncrement: true }),
    sinkId: text("sink_id")
      .notNull()
      .references(() => notificationSinks.id, { onDelete: "cascade" }),
    notification: text("notification", { mode: "json" }).$type<GatewayNotification>().notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    attempts: integer("attempts").notNull(),
    nextTryAtMs: integer("next_try_at_ms").notNull(),
    /** Until when a process has it; one that died no longer does. 0 for none. */
    claimedUntilMs: integer("claimed_until_ms").notNull(),
  },
  (row) => [index("notification_outbox_by_sink").on(row.sinkId, row.seq)],
);
