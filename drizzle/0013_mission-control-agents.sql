CREATE TABLE `mission_control_agents` (
	`agent_id` text PRIMARY KEY NOT NULL,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
