ALTER TABLE `runs` ADD `is_pinned` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `dismissed_at` text;--> statement-breakpoint
UPDATE `runs` SET `report` = json_remove(`report`, '$.agents', '$.errors')
WHERE `report` -> '$.agents' = (
		SELECT json_group_array(json_object(
			'agentId', `agent_id`, 'agentName', `agent_name`, 'boardId', `board_id`,
			'isMain', json(iif(`is_main`, 'true', 'false')), 'outcome', `outcome`, 'reason', `reason`,
			'filesWritten', json(`files_written`), 'filesUnchanged', json(`files_unchanged`),
			'filesPreserved', json(`files_preserved`), 'filesUncertain', json(`files_uncertain`)
		) ORDER BY `position`) FROM `run_agents` WHERE `run_id` = `runs`.`id`
	)
	AND `report` -> '$.errors' = (
		SELECT json_group_array(json_object(
			'severity', `severity`, 'code', `code`, 'message', `message`, 'hint', `hint`,
			'agentId', `agent_id`, 'agentName', `agent_name`, 'boardId', `board_id`
		) ORDER BY `seq`) FROM `run_errors` WHERE `run_id` = `runs`.`id`
	);
