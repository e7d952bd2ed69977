CREATE TABLE `run_plans` (
	`run_id` text PRIMARY KEY NOT NULL,
	`plan` text NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `agent_sync_states` (
	`agent_id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`differing` text NOT NULL,
	`checked_at` text NOT NULL,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `agent_token_state` ADD `verified_in_sha256` text;--> statement-breakpoint
ALTER TABLE `written_files` ADD `kept_theirs_masked_sha256` text;--> statement-breakpoint
ALTER TABLE `written_files` ADD `kept_ours_masked_sha256` text;