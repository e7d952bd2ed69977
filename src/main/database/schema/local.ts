import type { FileMove, SyncState } from "../../../shared/plan.ts";
import { integer, primaryKey, sqliteTable, text } from "../drizzle.ts";
import { agents, gateways } from "./records.ts";

/* What this installation remembers about records and keeps to itself. */

/**
 * A file as this app last wrote or read it on the gateway. Hashes are SHA-256 in lower-case hex; "masked" ones are over the
 * content with the agent's token replaced, so that they compare with a rendering and say nothing about the token.
 */
export const writtenFiles = sqliteTable(
  "written_files",
  {
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id, { onDelete: "cascade" }),
    fileName: text("file_name").notNull(),
    /** Of the content as it is, the same that a gateway reports as `hash`. */
    sha256: text("sha256").notNull(),
    maskedSha256: text("masked_sha256").notNull(),
    /** Of what this app last wrote or found to be right; a file that differs from it has drifted. Null before that. */
    writtenMaskedSha256: text("written_masked_sha256"),
    /** Size and modification time as the gateway reports them; null where it does not. */
    sizeBytes: integer("size_bytes"),
    updatedAtMs: integer("updated_at_ms"),
    /** The pair of contents, theirs and ours, for which the operator chose to keep theirs; it ends when either changes. */
    keptTheirsMaskedSha256: text("kept_theirs_masked_sha256"),
    keptOursMaskedSha256: text("kept_ours_masked_sha256"),
    recordedAt: text("recorded_at").notNull(),
  },
  (file) => [primaryKey({ columns: [file.agentId, file.fileName] })],
);

/** Where an agent's token stands (docs/behaviour.md, Agent tokens): a hash on its way, and the last verification. */
export const agentTokenState = sqliteTable("agent_token_state", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  pendingHash: text("pending_hash"),
  verifiedHash: text("verified_hash"),
  /** The vault's keyed fingerprint of the token that was verified against `verifiedHash`. */
  verifiedFingerprint: text("verified_fingerprint"),
  /** Hash of the file in which that token stood: while the file is the same, so is the token. */
  verifiedInSha256: text("verified_in_sha256"),
});

/** How far an agent on the gateway is from what we would have there, as of the last plan, sync or check. */
export const agentSyncStates = sqliteTable("agent_sync_states", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  state: text("state").$type<SyncState>().notNull(),
  /** The managed files that are not as they should be, and who moved; kept ones are not among them. */
  differing: text("differing", { mode: "json" }).$type<{ name: string; moved: FileMove }[]>().notNull(),
  checkedAt: text("checked_at").notNull(),
});

/** When what an agent should be last changed, in changes of the fleet since this database began. */
export const agentRevisions = sqliteTable("agent_revisions", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  revision: integer("revision").notNull(),
});

/** What an agent's files were rendered to: the same inputs need not be rendered again to see that nothing differs. */
export const agentRenderings = sqliteTable("agent_renderings", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  /** Of everything that went into the rendering but templates. */
  inputsSha256: text("inputs_sha256").notNull(),
  files: text("files", { mode: "json" }).$type<RenderedOutline[]>().notNull(),
});

/** What a file was rendered to from templates of this version: all but the content, or null where it came out empty. */
export type RenderedOutline = {
  name: string;
  version: string;
  /** `owner` as in file sets. */
  outline: { owner: "managed" | "agents-own" | "bootstrap"; maskedSha256: string; carriesToken: boolean } | null;
};

/**
 * A change of workspace that has begun and is not known to have finished: once the gateway's roster names the new workspace, the
 * old one can no longer be read, so what the agent had is kept here until all of it has arrived.
 */
export const workspaceMoves = sqliteTable("workspace_moves", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  gatewayId: text("gateway_id").notNull(),
  fromPath: text("from_path").notNull(),
  toPath: text("to_path").notNull(),
  /** The files that go into the new workspace as they are. */
  carries: text("carries", { mode: "json" }).$type<string[]>().notNull(),
  /** Contents by file name, sealed by the vault: the agent's token is in them. */
  sealedFiles: text("sealed_files").notNull(),
  beganAt: text("began_at").notNull(),
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
