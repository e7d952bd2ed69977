CREATE TABLE `__new_file_writes` (
	`run_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`file_name` text NOT NULL,
	`theirs_masked_sha256` blob,
	`ours_masked_sha256` blob NOT NULL,
	`replaced_version_id` integer,
	`state` text NOT NULL,
	PRIMARY KEY(`run_id`, `agent_id`, `file_name`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_file_writes`("run_id", "agent_id", "file_name", "theirs_masked_sha256", "ours_masked_sha256", "replaced_version_id", "state") SELECT "run_id", "agent_id", "file_name", unhex("theirs_masked_sha256"), coalesce(unhex("ours_masked_sha256"), x''), "replaced_version_id", "state" FROM `file_writes` ORDER BY "run_id", "agent_id", "file_name";--> statement-breakpoint
DROP TABLE `file_writes`;--> statement-breakpoint
ALTER TABLE `__new_file_writes` RENAME TO `file_writes`;