CREATE TABLE `agent_heartbeats` (
	`agent_id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`last_run_at_ms` integer,
	`next_run_at_ms` integer,
	`last_duration_ms` integer,
	`every_ms` integer,
	`source` text NOT NULL,
	`read_at` text NOT NULL,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
