CREATE TABLE `gateway_rosters` (
	`gateway_id` text PRIMARY KEY NOT NULL,
	`members` text NOT NULL,
	`read_at` text NOT NULL,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `mirror_pulls` ADD `staying` text;