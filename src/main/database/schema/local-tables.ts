import type { LimitedMode } from "../../../shared/agent-modes.ts";
import type { HeartbeatHealth } from "../../../shared/heartbeats.ts";
import type { GatewayLimits } from "../../../shared/injection-limits.ts";
import type { WorkObstacle } from "../../../shared/obstacles.ts";
import type { RosterMember } from "../../../shared/orphans.ts";
import type { FileMove, SyncState } from "../../../shared/plan.ts";
import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "../drizzle.ts";
import { agents, boards, gateways, organizations } from "./record-tables.ts";

/* What this installation keeps about records beside Mission Control's columns. An export has what an operator set. */

/**
 * A file as Flight Deck last wrote or read it on the gateway. Hashes are SHA-256 in lower-case hex; "masked" ones are of the
 * content with the agent's token replaced, so that they can be compared with a rendering and reveal nothing about the token.
 */
export const writtenFiles = sqliteTable(
  "written_files",
  {
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id, { onDelete: "cascade" }),
    fileName: text("file_name").notNull(),
    /** The hash of the content itself, equal to the `hash` that a gateway reports. */
    sha256: text("sha256").notNull(),
    maskedSha256: text("masked_sha256").notNull(),
    /**
     * The hash of what Flight Deck last wrote or found to be correct; a file that differs from it has drifted. Null before
     * that.
     */
    writtenMaskedSha256: text("written_masked_sha256"),
    /** Size and modification time as the gateway reports them; null if it does not. */
    sizeBytes: integer("size_bytes"),
    updatedAtMs: integer("updated_at_ms"),
    /** The pair of contents, theirs and ours, for which the operator chose to keep theirs; void when either changes. */
    keptTheirsMaskedSha256: text("kept_theirs_masked_sha256"),
    keptOursMaskedSha256: text("kept_ours_masked_sha256"),
    recordedAt: text("recorded_at").notNull(),
  },
  (file) => [primaryKey({ columns: [file.agentId, file.fileName] })],
);

/** The state of an agent's token (docs/behaviour.md, Agent tokens): the pending hash, and the last verification. */
export const agentTokenState = sqliteTable("agent_token_state", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  pendingHash: text("pending_hash"),
  verifiedHash: text("verified_hash"),
  /** The vault's keyed fingerprint of the token that was verified against `verifiedHash`. */
  verifiedFingerprint: text("verified_fingerprint"),
  /** Hash of the file that had the token: while the file is unchanged, so is the token. */
  verifiedInSha256: text("verified_in_sha256"),
});

/** The sync state of an agent, as of the last plan, sync or check. */
export const agentSyncStates = sqliteTable("agent_sync_states", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  state: text("state").$type<SyncState>().notNull(),
  /** The managed files that differ, and which side changed; kept ones are left out. */
  differing: text("differing", { mode: "json" }).$type<{ name: string; moved: FileMove }[]>().notNull(),
  checkedAt: text("checked_at").notNull(),
});

/** An agent's heartbeat as its gateway last reported it. */
export const agentHeartbeats = sqliteTable("agent_heartbeats", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  state: text("state").$type<HeartbeatHealth["state"]>().notNull(),
  reason: text("reason"),
  lastRunAtMs: integer("last_run_at_ms"),
  nextRunAtMs: integer("next_run_at_ms"),
  lastDurationMs: integer("last_duration_ms"),
  everyMs: integer("every_ms"),
  source: text("source").$type<HeartbeatHealth["source"]>().notNull(),
  readAt: text("read_at").notNull(),
});

/** What this installation noted about a gateway: how heartbeats are delivered, and what kept its agents from working. */
export const gatewayNotes = sqliteTable("gateway_notes", {
  gatewayId: text("gateway_id")
    .primaryKey()
    .references(() => gateways.id, { onDelete: "cascade" }),
  /** The operator wants what agents say in a heartbeat in their last chat. */
  deliversHeartbeats: integer("delivers_heartbeats", { mode: "boolean" }).notNull().default(false),
  obstacles: text("obstacles", { mode: "json" }).$type<WorkObstacle[]>(),
  obstaclesReadAt: text("obstacles_read_at"),
  /** How much of agents' files it shows them, as last read. */
  injectionLimits: text("injection_limits", { mode: "json" }).$type<GatewayLimits>(),
});

/**
 * The agents in a gateway's roster, as last read, under ids that only Flight Deck or Mission Control makes; with or without a
 * record here.
 */
export const gatewayRosters = sqliteTable("gateway_rosters", {
  gatewayId: text("gateway_id")
    .primaryKey()
    .references(() => gateways.id, { onDelete: "cascade" }),
  members: text("members", { mode: "json" }).$type<RosterMember[]>().notNull(),
  readAt: text("read_at").notNull(),
});

/** Whether heartbeats are delivered, for one agent; counts before the choice for its gateway. */
export const agentNotes = sqliteTable("agent_notes", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  deliversHeartbeats: integer("delivers_heartbeats", { mode: "boolean" }),
  /** What of it is changed on its gateway, for an adopted agent; null for one like any other. */
  mode: text("mode").$type<LimitedMode>(),
});

/** The fleet revision at which an agent's desired state last changed. */
export const agentRevisions = sqliteTable("agent_revisions", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  revision: integer("revision").notNull(),
});

/** The last rendering of an agent's files: unchanged inputs need not be rendered again to see that nothing differs. */
export const agentRenderings = sqliteTable("agent_renderings", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  /** The hash of all inputs of the rendering except the templates. */
  inputsSha256: text("inputs_sha256").notNull(),
  files: text("files", { mode: "json" }).$type<RenderedOutline[]>().notNull(),
});

/** A file as rendered from templates of this version: everything except the content, or null if it came out empty. */
export type RenderedOutline = {
  name: string;
  version: string;
  /** `owner` as in file sets. */
  outline: { owner: "managed" | "agents-own" | "bootstrap"; maskedSha256: string; carriesToken: boolean } | null;
};

/**
 * A change of workspace that has begun and may not have finished. Once the gateway's roster names the new workspace, the old
 * one can no longer be read, so the agent's files are kept here until all have arrived.
 */
export const workspaceMoves = sqliteTable("workspace_moves", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  gatewayId: text("gateway_id").notNull(),
  fromPath: text("from_path").notNull(),
  toPath: text("to_path").notNull(),
  /** The files that are copied to the new workspace unchanged. */
  carries: text("carries", { mode: "json" }).$type<string[]>().notNull(),
  /** Contents by file name, sealed by the vault because they include the agent's token. */
  sealedFiles: text("sealed_files").notNull(),
  beganAt: text("began_at").notNull(),
});

/** What a wake-up message belongs to: the first provisioning of its agent, or a wake that an operator asked for. */
export type WakeAct = "provision" | "wake";

/**
 * The wake-up message of an action that may not be complete, recorded before it is sent. An action that is repeated after a
 * crash uses the same idempotency key, so that the gateway wakes the agent once.
 */
export const agentWakes = sqliteTable("agent_wakes", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
  act: text("act").$type<WakeAct>().notNull(),
  idempotencyKey: text("idempotency_key").notNull(),
  startedAt: text("started_at").notNull(),
  /** When the gateway took the message; null while that is not known. */
  acceptedAt: text("accepted_at"),
});

/** The tokens that gateways issued to this device when it was paired. */
export const gatewayDeviceTokens = sqliteTable("gateway_device_tokens", {
  gatewayId: text("gateway_id")
    .primaryKey()
    .references(() => gateways.id, { onDelete: "cascade" }),
  /** Sealed by the vault for `deviceTokenContext(gatewayId)`. */
  token: text("token").notNull(),
  scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
  /** The gateway's address at that time; the token is sent to no other. */
  url: text("url").notNull().default(""),
});

/**
 * The address that each gateway's token was given for; the token is sent to no other. A trigger of the migration sets it
 * whenever a token is written, whoever writes it.
 */
export const gatewayTokenAddresses = sqliteTable("gateway_token_addresses", {
  gatewayId: text("gateway_id")
    .primaryKey()
    .references(() => gateways.id, { onDelete: "cascade" }),
  url: text("url").notNull(),
});

/**
 * The certificate that each gateway with `allow_insecure_tls` showed first, or that its operator accepted since, and the address it
 * belongs to. A trigger of the migration deletes it when the gateway's certificate must be trusted again, whoever changes that.
 */
export const gatewayCertificates = sqliteTable("gateway_certificates", {
  gatewayId: text("gateway_id")
    .primaryKey()
    .references(() => gateways.id, { onDelete: "cascade" }),
  url: text("url").notNull(),
  sha256: text("sha256").notNull(),
});

/** Agents whose rows came from Mission Control in a fleet file. */
export const missionControlAgents = sqliteTable("mission_control_agents", {
  agentId: text("agent_id")
    .primaryKey()
    .references(() => agents.id, { onDelete: "cascade" }),
});

/** What an agent's files are rendered with, and whether a flag of the command line chose it for one command. */
export type RenderedWith = {
  /** Null for the built-in templates. */
  folder: string | null;
  templatesSha256: string;
  baseUrl: string;
  isFolderGiven: boolean;
  /** The flag also took the place of the sets that boards have of their own. */
  overrulesBoards?: true;
  isBaseUrlGiven: boolean;
};

/** A gateway's own templates and base URL, and what its agents were last synced with. */
export const gatewayTemplates = sqliteTable("gateway_templates", {
  gatewayId: text("gateway_id")
    .primaryKey()
    .references(() => gateways.id, { onDelete: "cascade" }),
  /** Null for the one in the settings. */
  folder: text("folder"),
  baseUrl: text("base_url"),
  /** The templates' version and the base URL that were read last; when they change, sync states are forgotten. */
  lastRead: text("last_read"),
  lastSynced: text("last_synced", { mode: "json" }).$type<RenderedWith>(),
});

/** The operator's own names for templates: of an organization, a gateway or a board. Never secrets. */
export const templateVariables = sqliteTable(
  "template_variables",
  {
    /** Exactly one of the three. */
    organizationId: text("organization_id").references(() => organizations.id, { onDelete: "cascade" }),
    gatewayId: text("gateway_id").references(() => gateways.id, { onDelete: "cascade" }),
    boardId: text("board_id").references(() => boards.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    value: text("value").notNull(),
  },
  (variable) => [
    uniqueIndex("template_variables_of_organization").on(variable.organizationId, variable.name),
    uniqueIndex("template_variables_of_gateway").on(variable.gatewayId, variable.name),
    uniqueIndex("template_variables_of_board").on(variable.boardId, variable.name),
  ],
);

export const settings = sqliteTable("settings", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});

/** Browsers that opened a link of the browser host. A session is known by its cookie, and proves that it has the key. */
export const browserSessions = sqliteTable("browser_sessions", {
  id: text("id").primaryKey(),
  /** SHA-256 of the cookie's value, in hex. */
  cookieHash: text("cookie_hash").notNull().unique(),
  /** Sealed. */
  key: text("key").notNull(),
  /** Browsers keep keys by origin, so a session is for one port. */
  port: integer("port").notNull(),
  /** Such as `Firefox on Linux`. */
  browser: text("browser").notNull(),
  createdAt: text("created_at").notNull(),
  lastSeenAt: text("last_seen_at").notNull(),
});

/** Links that were not opened yet. */
export const browserLinks = sqliteTable("browser_links", {
  /** SHA-256 of the token in the link, in hex. */
  tokenHash: text("token_hash").primaryKey(),
  expiresAt: text("expires_at").notNull(),
});
