-- The part of Mission Control's schema that matters to the mirror, as its migrations leave it.
CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('a9b1c2d3e4f7');

CREATE TABLE organizations (
  id uuid NOT NULL PRIMARY KEY,
  name varchar NOT NULL UNIQUE,
  created_at timestamp without time zone NOT NULL,
  updated_at timestamp without time zone NOT NULL
);
CREATE TABLE users (
  id uuid NOT NULL PRIMARY KEY,
  clerk_user_id varchar NOT NULL UNIQUE,
  email varchar,
  name varchar,
  preferred_name varchar,
  pronouns varchar,
  timezone varchar,
  notes varchar,
  context varchar,
  is_super_admin boolean NOT NULL DEFAULT false,
  active_organization_id uuid REFERENCES organizations (id)
);
CREATE TABLE organization_members (
  id uuid NOT NULL PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  user_id uuid NOT NULL REFERENCES users (id),
  role varchar NOT NULL DEFAULT 'member',
  all_boards_read boolean NOT NULL DEFAULT false,
  all_boards_write boolean NOT NULL DEFAULT false,
  created_at timestamp without time zone NOT NULL,
  updated_at timestamp without time zone NOT NULL,
  UNIQUE (organization_id, user_id)
);
CREATE TABLE gateways (
  id uuid NOT NULL PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  name varchar NOT NULL,
  url varchar NOT NULL,
  token varchar,
  workspace_root varchar NOT NULL,
  disable_device_pairing boolean NOT NULL DEFAULT false,
  allow_insecure_tls boolean NOT NULL DEFAULT false,
  created_at timestamp without time zone NOT NULL,
  updated_at timestamp without time zone NOT NULL
);
CREATE TABLE board_groups (id uuid NOT NULL PRIMARY KEY);
CREATE TABLE boards (
  id uuid NOT NULL PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  name varchar NOT NULL,
  slug varchar NOT NULL,
  description varchar NOT NULL DEFAULT '',
  gateway_id uuid REFERENCES gateways (id),
  board_group_id uuid REFERENCES board_groups (id),
  board_type varchar NOT NULL DEFAULT 'goal',
  objective varchar,
  success_metrics json,
  target_date timestamp without time zone,
  goal_confirmed boolean NOT NULL DEFAULT false,
  goal_source varchar,
  require_approval_for_done boolean NOT NULL DEFAULT true,
  require_review_before_done boolean NOT NULL DEFAULT false,
  comment_required_for_review boolean NOT NULL DEFAULT false,
  block_status_changes_with_pending_approval boolean NOT NULL DEFAULT false,
  only_lead_can_change_status boolean NOT NULL DEFAULT false,
  max_agents integer NOT NULL DEFAULT 1,
  created_at timestamp without time zone NOT NULL,
  updated_at timestamp without time zone NOT NULL
);
CREATE TABLE agents (
  id uuid NOT NULL PRIMARY KEY,
  board_id uuid REFERENCES boards (id),
  gateway_id uuid NOT NULL REFERENCES gateways (id),
  name varchar NOT NULL,
  status varchar NOT NULL,
  openclaw_session_id varchar,
  agent_token_hash varchar,
  heartbeat_config json,
  identity_profile json,
  identity_template text,
  soul_template text,
  provision_requested_at timestamp without time zone,
  provision_action varchar,
  provision_confirm_token_hash varchar,
  delete_requested_at timestamp without time zone,
  delete_confirm_token_hash varchar,
  last_seen_at timestamp without time zone,
  is_board_lead boolean NOT NULL DEFAULT false,
  lifecycle_generation integer NOT NULL DEFAULT 0,
  wake_attempts integer NOT NULL DEFAULT 0,
  last_wake_sent_at timestamp without time zone,
  checkin_deadline_at timestamp without time zone,
  last_provision_error text,
  created_at timestamp without time zone NOT NULL,
  updated_at timestamp without time zone NOT NULL
);
CREATE INDEX ix_agents_board_id ON agents (board_id);
CREATE INDEX ix_agents_gateway_id ON agents (gateway_id);
CREATE TABLE board_memory (
  id uuid NOT NULL PRIMARY KEY,
  board_id uuid NOT NULL REFERENCES boards (id),
  content text NOT NULL,
  tags json,
  is_chat boolean NOT NULL DEFAULT false,
  source text,
  created_at timestamp without time zone NOT NULL
);
CREATE INDEX ix_board_memory_board_id_is_chat_created_at ON board_memory (board_id, is_chat, created_at);
CREATE TABLE activity_events (
  id uuid NOT NULL PRIMARY KEY,
  event_type varchar NOT NULL,
  message text,
  agent_id uuid REFERENCES agents (id),
  created_at timestamp without time zone NOT NULL
);
CREATE TABLE approvals (id uuid NOT NULL PRIMARY KEY, board_id uuid REFERENCES boards (id), agent_id uuid REFERENCES agents (id));
CREATE TABLE board_webhooks (id uuid NOT NULL PRIMARY KEY, board_id uuid REFERENCES boards (id), agent_id uuid REFERENCES agents (id));
CREATE TABLE tasks (id uuid NOT NULL PRIMARY KEY, board_id uuid REFERENCES boards (id), assigned_agent_id uuid REFERENCES agents (id));
