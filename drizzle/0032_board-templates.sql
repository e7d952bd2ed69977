CREATE TABLE `board_templates` (
	`board_id` text PRIMARY KEY NOT NULL,
	`folder` text NOT NULL,
	`last_read` text,
	FOREIGN KEY (`board_id`) REFERENCES `boards`(`id`) ON UPDATE no action ON DELETE cascade
);
