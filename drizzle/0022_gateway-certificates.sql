CREATE TABLE `gateway_certificates` (
	`gateway_id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`sha256` text NOT NULL,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateways`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TRIGGER `forget_gateway_certificate` AFTER UPDATE OF `allow_insecure_tls` ON `gateways` WHEN NOT NEW.`allow_insecure_tls`
BEGIN
	DELETE FROM `gateway_certificates` WHERE `gateway_id` = NEW.`id`;
END;
