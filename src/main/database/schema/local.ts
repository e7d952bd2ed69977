import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { agents, gateways } from "./records.ts";

/* What this installation remembers about records and keeps to itself. */

/** A file as this app last wrote or read it on the gateway; what differs from it later is drift. */
export const writtenFiles = sqliteTable(
  "written_files",
  {
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id, { onDelete: "cascade" }),
    fileName: text("file_name").notNull(),
    /** Lower-case hex of the content, the same that a gateway reports as `hash`. */
    sha256: text("sha256").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    /** The gateway's own modification time; null where it reports none. */
    updatedAtMs: integer("updated_at_ms"),
    recordedAt: text("recorded_at").notNull(),
  },
  (file) => [primaryKey({ columns: [file.agentId, file.fileName] })],
);

/** Where an agent's token stands (BEHAVIOUR.md, Agent tokens): a hash on its way, and the last verification. */
export const agentTokenState = sqliteTable("agent_token_state", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  pendingHash: text("pending_hash"),
  verifiedHash: text("verified_hash"),
  /** The vault's keyed fingerprint of the token that was verified against `verifiedHash`. */
  verifiedFingerprint: text("verified_fingerprint"),
});

/** What a gateway issued to this device when it was paired. */
export const gatewayDeviceTokens = sqliteTable("gateway_device_tokens", {
  gatewayId: text("gateway_id")
    .primaryKey()
    .references(() => gateways.id, { onDelete: "cascade" }),
  /** Sealed by the vault for `deviceTokenContext(gatewayId)`. */
  token: text("token").notNull(),
  scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
});

export const settings = sqliteTable("settings", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});
