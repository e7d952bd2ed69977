CREATE TABLE `agent_notes` (
	`agent_id` text PRIMARY KEY NOT NULL,
	`delivers_heartbeats` integer,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `gateway_notes` (
	`gateway_id` text PRIMARY KEY NOT NULL,
	`delivers_heartbeats` integer DEFAULT false NOT NULL,
	`obstacles` text,
	`obstacles_read_at` text,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE cascade
);
