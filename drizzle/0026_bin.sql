CREATE TABLE `bin` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`record_id` text NOT NULL,
	`name` text NOT NULL,
	`place` text,
	`agents` integer NOT NULL,
	`people` integer NOT NULL,
	`on_gateway` text NOT NULL,
	`content` text NOT NULL,
	`deleted_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `bin_by_time` ON `bin` (`deleted_at`);--> statement-breakpoint
CREATE TABLE `bin_secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`bin_id` text NOT NULL,
	`sealed` text NOT NULL,
	FOREIGN KEY (`bin_id`) REFERENCES `bin`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `bin_secrets_by_entry` ON `bin_secrets` (`bin_id`);