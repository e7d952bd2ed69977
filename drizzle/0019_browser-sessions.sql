CREATE TABLE `browser_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `browser_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`cookie_hash` text NOT NULL,
	`key` text NOT NULL,
	`port` integer NOT NULL,
	`browser` text NOT NULL,
	`created_at` text NOT NULL,
	`last_seen_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `browser_sessions_cookie_hash_unique` ON `browser_sessions` (`cookie_hash`);