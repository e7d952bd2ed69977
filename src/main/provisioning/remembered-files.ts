import type { Database } from "../database/open-database.ts";
import { listWrittenFiles, type WrittenFile } from "../database/written-files.ts";

/** What is remembered of these agents' files, read in one query: a function from agent id to file name to memory. */
export function readRememberedFiles(
  database: Database,
  agentIds: string[],
): (agentId: string) => Map<string, WrittenFile> {
  const byAgent = Map.groupBy(listWrittenFiles(database, agentIds), ({ agentId }) => agentId);
  return (agentId) => new Map((byAgent.get(agentId) ?? []).map((file) => [file.fileName, file]));
}
