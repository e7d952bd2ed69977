CREATE TABLE `run_steps` (
	`run_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`step` text NOT NULL,
	`state` text NOT NULL,
	`key` text,
	`recorded_at` text NOT NULL,
	PRIMARY KEY(`run_id`, `agent_id`, `step`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
