CREATE TABLE `contents` (
	`sha256` text PRIMARY KEY NOT NULL,
	`sealed` blob NOT NULL,
	`size_bytes` integer NOT NULL,
	`stored_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `file_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`agent_id` text NOT NULL,
	`file_name` text NOT NULL,
	`masked_sha256` text NOT NULL,
	`content_sha256` text NOT NULL,
	`source` text NOT NULL,
	`run_id` text NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`content_sha256`) REFERENCES `contents`(`sha256`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `file_versions_by_file` ON `file_versions` (`agent_id`,`file_name`,`run_id`,`masked_sha256`);--> statement-breakpoint
CREATE INDEX `file_versions_by_content` ON `file_versions` (`content_sha256`);--> statement-breakpoint
CREATE TABLE `file_writes` (
	`run_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`file_name` text NOT NULL,
	`theirs_masked_sha256` text,
	`ours_masked_sha256` text NOT NULL,
	`replaced_version_id` integer,
	`state` text NOT NULL,
	PRIMARY KEY(`run_id`, `agent_id`, `file_name`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`replaced_version_id`) REFERENCES `file_versions`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `file_writes_by_version` ON `file_writes` (`replaced_version_id`) WHERE replaced_version_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `run_scopes` (
	`run_id` text PRIMARY KEY NOT NULL,
	`agents` text NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `run_agents` ADD `files_uncertain` text DEFAULT '[]' NOT NULL;