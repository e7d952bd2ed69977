CREATE TABLE `network_proxy` (
	`id` integer PRIMARY KEY NOT NULL,
	`sealed_url` text NOT NULL,
	`shown` text NOT NULL,
	`has_credentials` integer NOT NULL
);
