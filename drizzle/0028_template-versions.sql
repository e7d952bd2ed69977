CREATE TABLE `template_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`folder` text NOT NULL,
	`sha256` text NOT NULL,
	`parent_sha256` text,
	`source` text NOT NULL,
	`sources` blob NOT NULL,
	`saved_by` text,
	`note` text NOT NULL,
	`git_commit` text,
	`recorded_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `template_versions_by_folder` ON `template_versions` (`folder`,`id`);