CREATE TABLE `gateway_token_addresses` (
	`gateway_id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `gateway_device_tokens` ADD `url` text DEFAULT '' NOT NULL;
--> statement-breakpoint
INSERT INTO `gateway_token_addresses` (`gateway_id`, `url`) SELECT `id`, `url` FROM `gateways` WHERE `token` IS NOT NULL;
--> statement-breakpoint
UPDATE `gateway_device_tokens` SET `url` = (SELECT `url` FROM `gateways` WHERE `id` = `gateway_id`);
--> statement-breakpoint
CREATE TRIGGER `bind_inserted_gateway_token` AFTER INSERT ON `gateways` WHEN NEW.`token` IS NOT NULL
BEGIN
	INSERT OR REPLACE INTO `gateway_token_addresses` (`gateway_id`, `url`) VALUES (NEW.`id`, NEW.`url`);
END;
--> statement-breakpoint
CREATE TRIGGER `bind_changed_gateway_token` AFTER UPDATE OF `token` ON `gateways` WHEN NEW.`token` IS NOT NULL
BEGIN
	INSERT OR REPLACE INTO `gateway_token_addresses` (`gateway_id`, `url`) VALUES (NEW.`id`, NEW.`url`);
END;
