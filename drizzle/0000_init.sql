CREATE TABLE `run_agents` (
	`run_id` text NOT NULL,
	`position` integer NOT NULL,
	`agent_id` text NOT NULL,
	`agent_name` text NOT NULL,
	`board_id` text,
	`is_main` integer NOT NULL,
	`outcome` text NOT NULL,
	`reason` text,
	`files_written` text NOT NULL,
	`files_unchanged` text NOT NULL,
	`files_preserved` text NOT NULL,
	PRIMARY KEY(`run_id`, `agent_id`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `run_drift` (
	`run_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`file_name` text NOT NULL,
	`diff` text NOT NULL,
	PRIMARY KEY(`run_id`, `agent_id`, `file_name`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `run_errors` (
	`run_id` text NOT NULL,
	`seq` integer NOT NULL,
	`severity` text NOT NULL,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`hint` text NOT NULL,
	`agent_id` text,
	`agent_name` text,
	`board_id` text,
	PRIMARY KEY(`run_id`, `seq`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`gateway_name` text NOT NULL,
	`kind` text NOT NULL,
	`options` text NOT NULL,
	`started_by` text NOT NULL,
	`status` text NOT NULL,
	`started_at` text NOT NULL,
	`ended_at` text,
	`report` text,
	`process_id` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `runs_by_time` ON `runs` (`started_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_by_gateway` ON `runs` (`gateway_id`,`started_at`,`id`);--> statement-breakpoint
CREATE TABLE `agent_token_state` (
	`agent_id` text PRIMARY KEY NOT NULL,
	`pending_hash` text,
	`verified_hash` text,
	`verified_fingerprint` text,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `gateway_device_tokens` (
	`gateway_id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`scopes` text NOT NULL,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `written_files` (
	`agent_id` text NOT NULL,
	`file_name` text NOT NULL,
	`sha256` text NOT NULL,
	`masked_sha256` text NOT NULL,
	`written_masked_sha256` text,
	`size_bytes` integer,
	`updated_at_ms` integer,
	`recorded_at` text NOT NULL,
	PRIMARY KEY(`agent_id`, `file_name`),
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `agents` (
	`id` text PRIMARY KEY NOT NULL,
	`board_id` text,
	`gateway_id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`openclaw_session_id` text,
	`agent_token_hash` text,
	`heartbeat_config` text,
	`identity_profile` text,
	`identity_template` text,
	`soul_template` text,
	`provision_requested_at` text,
	`provision_action` text,
	`last_seen_at` text,
	`last_provision_error` text,
	`is_board_lead` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`board_id`) REFERENCES `boards`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `agents_by_board` ON `agents` (`board_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `agents_by_gateway` ON `agents` (`gateway_id`,`board_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `board_memory` (
	`id` text PRIMARY KEY NOT NULL,
	`board_id` text NOT NULL,
	`content` text NOT NULL,
	`tags` text,
	`is_chat` integer NOT NULL,
	`source` text,
	`created_at` text NOT NULL,
	`command` text GENERATED ALWAYS AS (CASE
  WHEN is_chat AND lower(trim(content, char(9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288, 65279))) IN ('/pause', '/resume')
  THEN lower(trim(content, char(9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288, 65279)))
END) VIRTUAL,
	FOREIGN KEY (`board_id`) REFERENCES `boards`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `board_memory_by_board` ON `board_memory` (`board_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `board_memory_commands` ON `board_memory` (`board_id`,created_at DESC,id DESC,`command`) WHERE command IS NOT NULL;--> statement-breakpoint
CREATE TABLE `boards` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`description` text NOT NULL,
	`gateway_id` text,
	`board_type` text NOT NULL,
	`objective` text,
	`success_metrics` text,
	`target_date` text,
	`goal_confirmed` integer NOT NULL,
	`goal_source` text,
	`require_approval_for_done` integer NOT NULL,
	`require_review_before_done` integer NOT NULL,
	`comment_required_for_review` integer NOT NULL,
	`block_status_changes_with_pending_approval` integer NOT NULL,
	`only_lead_can_change_status` integer NOT NULL,
	`max_agents` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `boards_by_gateway` ON `boards` (`gateway_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `gateways` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`token` text,
	`workspace_root` text NOT NULL,
	`allow_insecure_tls` integer NOT NULL,
	`disable_device_pairing` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `organization_members` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `organization_members_by_organization` ON `organization_members` (`organization_id`,`role`,`created_at`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text,
	`name` text,
	`preferred_name` text,
	`pronouns` text,
	`timezone` text,
	`notes` text,
	`context` text
);
