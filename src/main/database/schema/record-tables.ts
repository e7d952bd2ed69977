import type { JsonObject } from "../../../shared/records.ts";
import { index, integer, sql, sqliteTable, text } from "../drizzle.ts";
import { chatCommandSql } from "../sql/chat-command-sql.ts";

/*
 * Mission Control's records, with its column names (docs/behaviour.md, Records). Times are `Timestamp` text. Deleting a board
 * deletes its agents, because an agent without a board would count as its gateway's main agent; deleting a gateway deletes its
 * agents, while its boards stay without a gateway. The run history is never affected.
 */

export const organizations = sqliteTable("organizations", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  email: text("email"),
  name: text("name"),
  preferredName: text("preferred_name"),
  pronouns: text("pronouns"),
  timezone: text("timezone"),
  notes: text("notes"),
  context: text("context"),
});

export const organizationMembers = sqliteTable(
  "organization_members",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role").notNull(),
    createdAt: text("created_at").notNull(),
  },
  (member) => [index("organization_members_by_organization").on(member.organizationId, member.role, member.createdAt)],
);

export const gateways = sqliteTable("gateways", {
  id: text("id").primaryKey(),
  organizationId: text("organization_id")
    .notNull()
    .references(() => organizations.id),
  name: text("name").notNull(),
  url: text("url").notNull(),
  /** Sealed by the vault for `gatewayTokenContext(id)`; never in clear. */
  token: text("token"),
  workspaceRoot: text("workspace_root").notNull(),
  allowInsecureTls: integer("allow_insecure_tls", { mode: "boolean" }).notNull(),
  disableDevicePairing: integer("disable_device_pairing", { mode: "boolean" }).notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const boards = sqliteTable(
  "boards",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    name: text("name").notNull(),
    slug: text("slug").notNull(),
    description: text("description").notNull(),
    gatewayId: text("gateway_id").references(() => gateways.id, { onDelete: "set null" }),
    boardGroupId: text("board_group_id"),
    boardType: text("board_type").notNull(),
    objective: text("objective"),
    successMetrics: text("success_metrics", { mode: "json" }).$type<JsonObject>(),
    targetDate: text("target_date"),
    goalConfirmed: integer("goal_confirmed", { mode: "boolean" }).notNull(),
    goalSource: text("goal_source"),
    requireApprovalForDone: integer("require_approval_for_done", { mode: "boolean" }).notNull(),
    requireReviewBeforeDone: integer("require_review_before_done", { mode: "boolean" }).notNull(),
    commentRequiredForReview: integer("comment_required_for_review", { mode: "boolean" }).notNull(),
    blockStatusChangesWithPendingApproval: integer("block_status_changes_with_pending_approval", {
      mode: "boolean",
    }).notNull(),
    onlyLeadCanChangeStatus: integer("only_lead_can_change_status", { mode: "boolean" }).notNull(),
    maxAgents: integer("max_agents").notNull(),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (board) => [index("boards_by_gateway").on(board.gatewayId, board.createdAt, board.id)],
);

export const agents = sqliteTable(
  "agents",
  {
    id: text("id").primaryKey(),
    /** Null for the gateway's main agent. */
    boardId: text("board_id").references(() => boards.id, { onDelete: "cascade" }),
    gatewayId: text("gateway_id")
      .notNull()
      .references(() => gateways.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    status: text("status").notNull(),
    openclawSessionId: text("openclaw_session_id"),
    agentTokenHash: text("agent_token_hash"),
    heartbeatConfig: text("heartbeat_config", { mode: "json" }).$type<JsonObject>(),
    identityProfile: text("identity_profile", { mode: "json" }).$type<JsonObject>(),
    identityTemplate: text("identity_template"),
    soulTemplate: text("soul_template"),
    provisionRequestedAt: text("provision_requested_at"),
    provisionAction: text("provision_action"),
    deleteRequestedAt: text("delete_requested_at"),
    lastSeenAt: text("last_seen_at"),
    lastProvisionError: text("last_provision_error"),
    isBoardLead: integer("is_board_lead", { mode: "boolean" }).notNull(),
    lifecycleGeneration: integer("lifecycle_generation"),
    wakeAttempts: integer("wake_attempts"),
    lastWakeSentAt: text("last_wake_sent_at"),
    checkinDeadlineAt: text("checkin_deadline_at"),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (agent) => [
    index("agents_by_board").on(agent.boardId, agent.createdAt, agent.id),
    index("agents_without_key").on(agent.id).where(sql`openclaw_session_id IS NULL`),
    index("agents_by_gateway").on(agent.gatewayId, agent.boardId, agent.createdAt, agent.id),
  ],
);

export const boardMemory = sqliteTable(
  "board_memory",
  {
    id: text("id").primaryKey(),
    boardId: text("board_id")
      .notNull()
      .references(() => boards.id, { onDelete: "cascade" }),
    content: text("content").notNull(),
    tags: text("tags", { mode: "json" }).$type<string[]>(),
    isChat: integer("is_chat", { mode: "boolean" }).notNull(),
    source: text("source"),
    createdAt: text("created_at").notNull(),
    /** `/pause`, `/resume` or null; computed by SQLite from the columns above. */
    command: text("command").generatedAlwaysAs(sql.raw(chatCommandSql), { mode: "virtual" }),
  },
  (line) => [
    index("board_memory_by_board").on(line.boardId, line.createdAt, line.id),
    index("board_memory_commands")
      .on(line.boardId, sql`created_at DESC`, sql`id DESC`, line.command)
      .where(sql`command IS NOT NULL`),
  ],
);
