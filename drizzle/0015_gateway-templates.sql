CREATE TABLE `gateway_templates` (
	`gateway_id` text PRIMARY KEY NOT NULL,
	`folder` text,
	`base_url` text,
	`last_read` text,
	`last_synced` text,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `template_variables` (
	`organization_id` text,
	`gateway_id` text,
	`board_id` text,
	`name` text NOT NULL,
	`value` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`board_id`) REFERENCES `boards`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `template_variables_of_organization` ON `template_variables` (`organization_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `template_variables_of_gateway` ON `template_variables` (`gateway_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `template_variables_of_board` ON `template_variables` (`board_id`,`name`);