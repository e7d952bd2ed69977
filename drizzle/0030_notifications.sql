CREATE TABLE `notification_outbox` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sink_id` text NOT NULL,
	`notification` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`attempts` integer NOT NULL,
	`next_try_at_ms` integer NOT NULL,
	`claimed_until_ms` integer NOT NULL,
	FOREIGN KEY (`sink_id`) REFERENCES `notification_sinks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `notification_outbox_by_sink` ON `notification_outbox` (`sink_id`,`seq`);--> statement-breakpoint
CREATE TABLE `notification_sinks` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`form` text NOT NULL,
	`host` text NOT NULL,
	`sealed_url` text NOT NULL,
	`created_at` text NOT NULL,
	`last_delivered_at` text,
	`failing_since` text,
	`problem` text,
	`dropped` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notified_gateways` (
	`gateway_id` text PRIMARY KEY NOT NULL,
	`problems` text NOT NULL,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE cascade
);
