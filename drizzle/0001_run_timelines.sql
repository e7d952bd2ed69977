CREATE TABLE `run_timelines` (
	`run_id` text PRIMARY KEY NOT NULL,
	`buckets` text NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `run_agents_by_agent` ON `run_agents` (`agent_id`);--> statement-breakpoint
CREATE INDEX `run_agents_by_board` ON `run_agents` (`board_id`);--> statement-breakpoint
CREATE INDEX `run_errors_about_tokens` ON `run_errors` (`agent_id`,`run_id`,`code`) WHERE code IN ('token-mismatch', 'token-unreadable');