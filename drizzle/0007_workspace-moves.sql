CREATE TABLE `workspace_moves` (
	`agent_id` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`from_path` text NOT NULL,
	`to_path` text NOT NULL,
	`carries` text NOT NULL,
	`sealed_files` text NOT NULL,
	`began_at` text NOT NULL,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
