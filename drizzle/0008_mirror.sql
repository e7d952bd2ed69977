CREATE TABLE `mirror_changes` (
	`table_name` text NOT NULL,
	`row_id` text NOT NULL,
	`revision` integer NOT NULL,
	`changed_at` text NOT NULL,
	PRIMARY KEY(`table_name`, `row_id`)
);
--> statement-breakpoint
CREATE TABLE `mirror_conflicts` (
	`table_name` text NOT NULL,
	`row_id` text NOT NULL,
	`column_name` text NOT NULL,
	`base` text,
	`ours` text,
	`theirs` text,
	`seen_at` text NOT NULL,
	`choice` text,
	PRIMARY KEY(`table_name`, `row_id`, `column_name`)
);
--> statement-breakpoint
CREATE TABLE `mirror_pulls` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`started_at` text NOT NULL,
	`finished_at` text NOT NULL,
	`is_full` integer NOT NULL,
	`counts` text,
	`changes` text NOT NULL,
	`error` text
);
--> statement-breakpoint
CREATE TABLE `mirror_rows` (
	`table_name` text NOT NULL,
	`row_id` text NOT NULL,
	`version` text NOT NULL,
	`base` text NOT NULL,
	PRIMARY KEY(`table_name`, `row_id`)
);
--> statement-breakpoint
CREATE TABLE `mirror_source` (
	`id` integer PRIMARY KEY NOT NULL,
	`sealed_url` text NOT NULL,
	`tls_mode` text NOT NULL,
	`ca_pem` text,
	`poll_seconds` integer NOT NULL,
	`write_back` integer NOT NULL,
	`check_result` text NOT NULL,
	`set_at` text NOT NULL,
	`pulling` integer DEFAULT false NOT NULL,
	`change_count` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE `agents` ADD `delete_requested_at` text;--> statement-breakpoint
ALTER TABLE `agents` ADD `lifecycle_generation` integer;--> statement-breakpoint
ALTER TABLE `agents` ADD `wake_attempts` integer;--> statement-breakpoint
ALTER TABLE `agents` ADD `last_wake_sent_at` text;--> statement-breakpoint
ALTER TABLE `agents` ADD `checkin_deadline_at` text;--> statement-breakpoint
ALTER TABLE `boards` ADD `board_group_id` text;