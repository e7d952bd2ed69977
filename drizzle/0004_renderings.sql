CREATE TABLE `agent_renderings` (
	`agent_id` text PRIMARY KEY NOT NULL,
	`inputs_sha256` text NOT NULL,
	`files` text NOT NULL,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
