import type { FileVersionRow } from "../../shared/file-history.ts";
import { readAgent } from "../database/agents.ts";
import type { Database } from "../database/open-database.ts";
import { listVersionFacts } from "../database/version-facts.ts";

export type FileOfAgent = { agentId: string; fileName: string };

/**
 * The versions of an agent's file, the latest first, without their contents.
 * @throws FlightDeckError not-found
 */
export function listAgentFileVersions(database: Database, { agentId, fileName }: FileOfAgent): FileVersionRow[] {
  readAgent(database, agentId);
  return listVersionFacts(database, agentId, fileName);
}
