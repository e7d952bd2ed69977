import type { Agent, Board, Gateway, User } from "../../shared/records.ts";
import type { TemplateVariable } from "../../shared/variables.ts";

/** The names a template can use, each a text; any other name is an error in the template. */
export type RenderContext = { [name: string]: string };

/** The names that only agents of a board have. */
export const boardNames = [
  "board_id",
  "board_name",
  "board_type",
  "board_objective",
  "board_success_metrics",
  "board_target_date",
  "board_goal_confirmed",
  "board_rule_require_approval_for_done",
  "board_rule_require_review_before_done",
  "board_rule_comment_required_for_review",
  "board_rule_block_status_changes_with_pending_approval",
  "board_rule_only_lead_can_change_status",
  "board_rule_max_agents",
  "workspace_path",
  "directory_role_soul_markdown",
  "directory_role_soul_source_url",
];

/** All names that a template has without the operator's variables. */
export const builtInNames = [
  "agent_name",
  "agent_id",
  "session_key",
  "main_session_key",
  "base_url",
  "auth_token",
  "workspace_root",
  "is_main_agent",
  "is_board_lead",
  ...boardNames,
  "user_name",
  "user_preferred_name",
  "user_pronouns",
  "user_timezone",
  "user_notes",
  "user_context",
  "identity_role",
  "identity_communication_style",
  "identity_emoji",
  "identity_autonomy_level",
  "identity_verbosity",
  "identity_output_format",
  "identity_update_cadence",
  "identity_purpose",
  "identity_personality",
  "identity_custom_instructions",
];

export type RenderContextInput = {
  gateway: Pick<Gateway, "workspaceRoot">;
  /** Null for the gateway's main agent: then the `board_*` names and `workspace_path` do not exist. */
  board: Board | null;
  agent: Pick<Agent, "id" | "name" | "identityProfile" | "isBoardLead">;
  /** Null when the organization has no owner: then every `user_*` is empty. */
  user: User | null;
  /** The agent's token in clear. */
  authToken: string;
  /** Mission Control's address, without the path of its API. */
  baseUrl: string;
  /** Keys and path as in docs/behaviour.md, Identity. */
  sessionKey: string;
  mainSessionKey: string;
  workspacePath: string;
  /** The operator's own names; a built-in name counts before them. */
  variables?: TemplateVariable[] | undefined;
  /** Given if the records are a mirror of Mission Control's: the context is then, byte for byte, the one it renders with. */
  missionControl?: MissionControlTexts | undefined;
};

/** JSON columns as the texts that PostgreSQL holds: a parsed number or object no longer shows how it was written. */
export type MissionControlTexts = { successMetrics: string | null; identityProfile: string | null };
