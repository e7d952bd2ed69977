import type { Database } from "./database.ts";

/** Everything that operators name: people, organizations, gateways, boards and agents, and folders; also of records that are gone. */
const namesSql = `
  SELECT name FROM organizations
  UNION SELECT name FROM users UNION SELECT preferred_name FROM users UNION SELECT email FROM users
  UNION SELECT name FROM gateways UNION SELECT workspace_root FROM gateways
  UNION SELECT folder FROM gateway_templates
  UNION SELECT folder FROM board_templates
  UNION SELECT name FROM boards UNION SELECT slug FROM boards
  UNION SELECT name FROM agents
  UNION SELECT gateway_name FROM runs UNION SELECT agent_name FROM run_agents
  UNION SELECT name FROM bin UNION SELECT place FROM bin
  UNION SELECT name FROM notification_sinks
  UNION SELECT label FROM agent_labels UNION SELECT label FROM board_labels`;

/**
 * The names, slugs, agents' ids on their gateways, host names and folders of this installation's records, for taking them out of
 * texts.
 */
export function listOwnNames({ sqlite }: Database): string[] {
  const column = (sql: string) => sqlite.prepare<[], string | null>(sql).pluck().all();
  const texts = column(namesSql);
  const keys = column("SELECT openclaw_session_id FROM agents").map((key) => key?.split(":")[1]);
  const hosts = column("SELECT url FROM gateways").map((url) => URL.parse(url ?? "")?.hostname);
  return [...new Set([...texts, ...keys, ...hosts])].flatMap((text) => (text ? [text] : []));
}
