CREATE TABLE `agent_wakes` (
	`agent_id` text PRIMARY KEY NOT NULL,
	`act` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`started_at` text NOT NULL,
	`accepted_at` text,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
