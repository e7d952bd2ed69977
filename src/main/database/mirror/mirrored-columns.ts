/*
 * Mission Control's tables and columns as they are mirrored: the one list that pull, push, triggers, schema check and tests
 * read. Tables and columns have the same names in PostgreSQL and SQLite.
 */

/**
 * How a value is spelled, as text, on its way between the databases: `time` as `Timestamp`, `bool` as `true` or `false`, `uuid`
 * in lower case, `json` as PostgreSQL returns it, digit for digit. A `secret` is sealed in SQLite and compared by fingerprint.
 */
export type ColumnKind = "text" | "uuid" | "time" | "json" | "int" | "bool" | "secret";

/**
 * For a column that is changed here: which side wins when Mission Control changed it as well. `ask` makes a conflict of it.
 * Columns without it are Mission Control's: a pull always takes its value.
 */
export type WhenBothChanged = "ask" | "ours" | "theirs";

export type MirroredColumn = {
  name: string;
  kind: ColumnKind;
  changedHere?: WhenBothChanged;
  /** A value here is Flight Deck's alone: it is cleared in Mission Control, but never set there. */
  isOnlyCleared?: boolean;
  /** Older versions of Mission Control do not have it. */
  isLater?: boolean;
  /** Stored where PostgreSQL has null or lacks the column, and SQLite requires a value. */
  ifNull?: string;
  /** A JSON column with a list instead of an object. */
  isList?: boolean;
};

export type MirroredTable = {
  name: string;
  columns: MirroredColumn[];
  /** Columns that refer to rows of other mirrored tables. */
  references: { column: string; table: string }[];
  /** The column that tells an operator which row it is. */
  nameColumn: string;
  /** Whether rows are made and deleted here as well. */
  isWrittenHere: boolean;
  /** Whether a row that is deleted here is deleted in Mission Control: not a line of a chat. */
  isDeletedThere: boolean;
};

const id: MirroredColumn = { name: "id", kind: "uuid" };
const createdAt: MirroredColumn = { name: "created_at", kind: "time", ifNull: "-infinity" };
const updatedAt: MirroredColumn = { name: "updated_at", kind: "time", ifNull: "-infinity" };
const text = (name: string, more: Partial<MirroredColumn> = {}): MirroredColumn => ({ name, kind: "text", ...more });
const uuid = (name: string, more: Partial<MirroredColumn> = {}): MirroredColumn => ({ name, kind: "uuid", ...more });
const flag = (name: string, ifNull: "true" | "false", more: Partial<MirroredColumn> = {}): MirroredColumn => {
  return { name, kind: "bool", ifNull, ...more };
};
const ask = { changedHere: "ask" } as const;
/** Columns that both tools set while they provision an agent: the last push wins. */
const mark = { changedHere: "ours" } as const;

const organizations: MirroredTable = {
  name: "organizations",
  columns: [id, text("name", { ifNull: "" }), createdAt, updatedAt],
  references: [],
  nameColumn: "name",
  isWrittenHere: false,
  isDeletedThere: false,
};

const users: MirroredTable = {
  name: "users",
  columns: [
    id,
    ...["email", "name", "preferred_name", "pronouns", "timezone", "notes", "context"].map((name) => text(name)),
  ],
  references: [],
  nameColumn: "name",
  isWrittenHere: false,
  isDeletedThere: false,
};

const organizationMembers: MirroredTable = {
  name: "organization_members",
  columns: [id, uuid("organization_id"), uuid("user_id"), text("role", { ifNull: "member" }), createdAt],
  references: [
    { column: "organization_id", table: "organizations" },
    { column: "user_id", table: "users" },
  ],
  nameColumn: "role",
  isWrittenHere: false,
  isDeletedThere: false,
};

const gateways: MirroredTable = {
  name: "gateways",
  columns: [
    id,
    uuid("organization_id"),
    text("name", { ...ask, ifNull: "" }),
    text("url", { ...ask, ifNull: "" }),
    { name: "token", kind: "secret", ...ask },
    text("workspace_root", { ...ask, ifNull: "" }),
    flag("allow_insecure_tls", "false", { ...ask, isLater: true }),
    flag("disable_device_pairing", "false", { ...ask, isLater: true }),
    createdAt,
    updatedAt,
  ],
  references: [{ column: "organization_id", table: "organizations" }],
  nameColumn: "name",
  isWrittenHere: true,
  isDeletedThere: true,
};

const boards: MirroredTable = {
  name: "boards",
  columns: [
    id,
    uuid("organization_id"),
    text("name", { ...ask, ifNull: "" }),
    text("slug", { ...ask, ifNull: "" }),
    text("description", { ...ask, ifNull: "" }),
    uuid("gateway_id", ask),
    uuid("board_group_id", { isLater: true }),
    text("board_type", { ...ask, ifNull: "goal" }),
    text("objective", ask),
    { name: "success_metrics", kind: "json", ...ask },
    { name: "target_date", kind: "time", ...ask },
    flag("goal_confirmed", "false", ask),
    text("goal_source", ask),
    flag("require_approval_for_done", "true", { ...ask, isLater: true }),
    flag("require_review_before_done", "false", { ...ask, isLater: true }),
    flag("comment_required_for_review", "false", { ...ask, isLater: true }),
    flag("block_status_changes_with_pending_approval", "false", { ...ask, isLater: true }),
    flag("only_lead_can_change_status", "false", { ...ask, isLater: true }),
    { name: "max_agents", kind: "int", ifNull: "1", ...ask, isLater: true },
    createdAt,
    updatedAt,
  ],
  references: [
    { column: "organization_id", table: "organizations" },
    { column: "gateway_id", table: "gateways" },
  ],
  nameColumn: "name",
  isWrittenHere: true,
  isDeletedThere: true,
};

const agents: MirroredTable = {
  name: "agents",
  columns: [
    id,
    uuid("board_id", ask),
    uuid("gateway_id", ask),
    text("name", { ...ask, ifNull: "" }),
    text("status", { changedHere: "theirs", ifNull: "offline" }),
    text("openclaw_session_id", ask),
    text("agent_token_hash", ask),
    { name: "heartbeat_config", kind: "json", ...ask },
    { name: "identity_profile", kind: "json", ...ask, isLater: true },
    text("identity_template", { ...ask, isLater: true }),
    text("soul_template", { ...ask, isLater: true }),
    { name: "provision_requested_at", kind: "time", ...mark, isOnlyCleared: true, isLater: true },
    text("provision_action", { ...mark, isOnlyCleared: true, isLater: true }),
    { name: "delete_requested_at", kind: "time", isLater: true },
    { name: "last_seen_at", kind: "time" },
    flag("is_board_lead", "false", { ...ask, isLater: true }),
    { name: "lifecycle_generation", kind: "int", ...mark, isLater: true },
    { name: "wake_attempts", kind: "int", changedHere: "theirs", isLater: true },
    { name: "last_wake_sent_at", kind: "time", ...mark, isLater: true },
    { name: "checkin_deadline_at", kind: "time", ...mark, isLater: true },
    text("last_provision_error", { ...mark, isLater: true }),
    createdAt,
    updatedAt,
  ],
  references: [
    { column: "board_id", table: "boards" },
    { column: "gateway_id", table: "gateways" },
  ],
  nameColumn: "name",
  isWrittenHere: true,
  isDeletedThere: true,
};

/** Only the commands of a board's chat are mirrored; nothing in it is ever changed. */
const boardMemory: MirroredTable = {
  name: "board_memory",
  columns: [
    id,
    uuid("board_id"),
    text("content", { ifNull: "" }),
    { name: "tags", kind: "json", isList: true },
    flag("is_chat", "false"),
    text("source"),
    createdAt,
  ],
  references: [{ column: "board_id", table: "boards" }],
  nameColumn: "content",
  isWrittenHere: true,
  isDeletedThere: false,
};

/** In the order in which rows refer to earlier tables. */
export const mirroredTables: readonly MirroredTable[] = [
  organizations,
  users,
  organizationMembers,
  gateways,
  boards,
  agents,
  boardMemory,
];

/** @throws if it is not mirrored, which is a mistake in the caller. */
export function findMirroredTable(name: string): MirroredTable {
  const table = mirroredTables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`${name} is not a mirrored table`);
  return table;
}
