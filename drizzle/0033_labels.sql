CREATE TABLE `agent_labels` (
	`agent_id` text NOT NULL,
	`label` text NOT NULL,
	PRIMARY KEY(`agent_id`, `label`),
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `agent_labels_by_label` ON `agent_labels` (`label`);--> statement-breakpoint
CREATE TABLE `board_labels` (
	`board_id` text NOT NULL,
	`label` text NOT NULL,
	PRIMARY KEY(`board_id`, `label`),
	FOREIGN KEY (`board_id`) REFERENCES `boards`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `board_labels_by_label` ON `board_labels` (`label`);