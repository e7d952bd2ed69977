CREATE TABLE `__new_contents` (
	`id` integer PRIMARY KEY NOT NULL,
	`sha256` text NOT NULL,
	`base_id` integer,
	`sealed` blob NOT NULL,
	`size_bytes` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_contents`(`sha256`, `sealed`, `size_bytes`) SELECT `sha256`, `sealed`, `size_bytes` FROM `contents`;--> statement-breakpoint
CREATE TABLE `__new_file_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`agent_id` text NOT NULL,
	`file_name` text NOT NULL,
	`masked_sha256` text,
	`content_id` integer NOT NULL,
	`source` text NOT NULL,
	`run_id` text NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `contents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_file_versions`(`id`, `agent_id`, `file_name`, `masked_sha256`, `content_id`, `source`, `run_id`, `recorded_at`) SELECT v.`id`, `agent_id`, `file_name`, nullif(`masked_sha256`, `content_sha256`), c.`id`, `source`, `run_id`, `recorded_at` FROM `file_versions` AS v JOIN `__new_contents` AS c ON c.`sha256` = v.`content_sha256`;--> statement-breakpoint
DROP TABLE `file_versions`;--> statement-breakpoint
DROP TABLE `contents`;--> statement-breakpoint
ALTER TABLE `__new_contents` RENAME TO `contents`;--> statement-breakpoint
ALTER TABLE `__new_file_versions` RENAME TO `file_versions`;--> statement-breakpoint
CREATE UNIQUE INDEX `contents_by_sha256` ON `contents` (`sha256`);--> statement-breakpoint
CREATE INDEX `contents_by_base` ON `contents` (`base_id`) WHERE base_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `file_versions_by_file` ON `file_versions` (`agent_id`,`file_name`);--> statement-breakpoint
CREATE INDEX `file_versions_by_content` ON `file_versions` (`content_id`);
